/** `import` in a cell, as TypeScript and Node mean it, from the notebook's folder, and again after an edit. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Session } from "../../lib/session/index.ts";
import { emptyFolder } from "../folders.ts";
import { lastOf, openSession, shown, traceback } from "./open.ts";

// a name as a student's folder may have
const project = emptyFolder("模块 a+b#c%20");
const notebooks = path.join(project, "notebooks");
mkdirSync(notebooks);
let session: Session;

beforeAll(async () => {
  session = await openSession({ cwd: notebooks });
}, 30_000);
afterAll(async () => {
  await session.close();
});

function write(file: string, text: string): void {
  const at = path.join(project, file);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, text);
}

function run(...cells: string[]): Promise<string> {
  return lastOf(session, cells);
}

write("lib/plain.ts", "export const kind: string = 'plain';\nexport default 7;\n");
write("lib/folder/index.ts", "export const kind = 'folder';\n");
write("lib/both.ts", "export const kind = 'source';\n");
write("lib/both.js", "exports.kind = 'output';\n");
write("lib/esm.mjs", "export const kind = 'esm';\n");
write("lib/common.cjs", "module.exports = { kind: 'common' };\n");
write("lib/data.json", '{ "kind": "data" }\n');

test.each([
  ["../lib/plain.ts", "plain"],
  ["../lib/plain", "plain"],
  ["../lib/plain.js", "plain"],
  ["../lib/folder", "folder"],
  ["../lib/folder/", "folder"],
  ["../lib/both", "source"],
  ["../lib/both.js", "source"],
  ["../lib/esm.mjs", "esm"],
  ["../lib/common.cjs", "common"],
])("import of %s finds the file that the checker reads", async (specifier, kind) => {
  const statement = await run(`import { kind as k${kind} } from "${specifier}"; String(k${kind})`);
  const dynamic = await run(`String((await import("${specifier}")).kind)`);
  const required = await run(`String(require("${specifier}").kind)`);
  expect([statement, dynamic, required].map((each) => each.replaceAll("'", ""))).toEqual([kind, kind, kind]);
});

test("JSON is imported with and without its attribute", async () => {
  expect(await run(`import d1 from "../lib/data.json" with { type: "json" }; d1.kind`)).toContain("data");
  expect(await run(`import d2 from "../lib/data.json"; d2.kind`)).toContain("data");
  expect(await run(`(await import("../lib/data.json")).default.kind`)).toContain("data");
  expect(await run(`require("../lib/data.json").kind`)).toContain("data");
});

function writePackage(name: string, description: object, files: Record<string, string>): void {
  write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: "1.0.0", ...description }));
  for (const [file, text] of Object.entries(files)) write(`node_modules/${name}/${file}`, text);
}

writePackage(
  "only-exports",
  { type: "module", exports: { ".": "./a.js", "./sub": "./b.js" } },
  {
    "a.js": "export const where = 'main';",
    "a.d.ts": "export declare const where: string;",
    "b.js": "export const where = 'sub';",
    "b.d.ts": "export declare const where: string;",
  },
);
writePackage(
  "top-await",
  { type: "module", exports: "./index.js" },
  {
    "index.js": "export const waited = await new Promise((resolve) => setTimeout(() => resolve('waited'), 10));",
    "index.d.ts": "export declare const waited: string;",
  },
);
writePackage(
  "old-common",
  { main: "main" },
  {
    // names that Node's reader of CommonJS cannot see
    "main.js": "const api = {}; for (const name of ['one', 'two']) api[name] = () => name; module.exports = api;",
    "main.d.ts": "export declare function one(): string;\nexport declare function two(): string;",
  },
);

test("packages: `exports` only, top-level await, and CommonJS whose names only running it shows", async () => {
  expect(await run(`import { where } from "only-exports"; where`)).toContain("main");
  expect(await run(`import { where as sub } from "only-exports/sub"; sub`)).toContain("sub");
  expect(await run(`import { waited } from "top-await"; waited`)).toContain("waited");
  expect(await run(`(await import("top-await")).waited`)).toContain("waited");
  expect(await run(`import { one } from "old-common"; one()`)).toContain("one");
  expect(await run(`import * as old from "old-common"; old.two()`)).toContain("two");
  expect(await run(`import * as old2 from "old-common"; old === old2`)).toBe("true");
});

writePackage(
  "compiled",
  {},
  {
    "index.js": `Object.defineProperty(exports, "__esModule", { value: true }); exports.default = { pl: 1 }; exports.named = 2;`,
    "index.d.ts": "declare const main: { pl: number };\nexport default main;\nexport declare const named: number;",
  },
);

test("the default of CommonJS compiled from a module is its own where bundlers' rules hold, all of it where Node's do", async () => {
  expect(await run(`import main, { named } from "compiled"; [main.pl, named].join()`)).toContain("1,2");
  expect(await run(`(await import("compiled")).default.pl`)).toBe("1");
  mkdirSync(path.join(project, "strict"));
  write("strict/tsconfig.json", `{ "compilerOptions": { "module": "nodenext" } }`);
  const other = await openSession({ cwd: path.join(project, "strict") });
  try {
    expect(await lastOf(other, [`import main, { named } from "compiled"; [main.default.pl, named].join()`])).toContain(
      "1,2",
    );
  } finally {
    await other.close();
  }
});

test("a cell knows where it is", async () => {
  expect(await run("__dirname")).toContain(notebooks);
  expect(await run("import.meta.dirname === __dirname && import.meta.filename === __filename")).toBe("true");
  expect(await run(`new URL("x.txt", import.meta.url).pathname.endsWith("/notebooks/x.txt")`)).toBe("true");
  expect(await run(`import.meta.resolve("../lib/plain") === new URL("../lib/plain.ts", import.meta.url).href`)).toBe(
    "true",
  );
  expect(await run(`import.meta.resolve("only-exports").endsWith("/node_modules/only-exports/a.js")`)).toBe("true");
  expect(await run(`require.resolve("../lib/plain") === require("node:path").resolve("../lib/plain.ts")`)).toBe("true");
});

test("a module that is not there is named", async () => {
  const result = await session.run(`await import("../lib/" + "nowhere")`);
  expect(result.error?.message).toContain("nowhere");
});

test("what type stripping refuses is compiled, with its own lines in stack traces", async () => {
  write(
    "lib/full.ts",
    `export enum Colour { Red = 1, Green }
export namespace Geometry { export const sides = 3 }
interface Long {
  a: number;
}
export class Point { constructor(readonly x: number, private y = 2) {} sum() { return this.x + this.y } }
function logged(value: unknown, context: ClassMethodDecoratorContext): void { names.push(String(context.name)) }
export const names: string[] = [];
export class Greeter { @logged greet() {} }
export function fail(value: Long): never {
  throw new Error("failed " + value.a);
}
`,
  );
  expect(
    await run(
      `import { Colour, Geometry, Point, names } from "../lib/full"; String([Colour.Green, Geometry.sides, new Point(1).sum(), names])`,
    ),
  ).toContain("2,3,3,greet");
  const result = await session.run(`import { fail } from "../lib/full.ts";\n\nfail({ a: 1 })`, { name: "In[9]" });
  expect(traceback(result)).toMatch(/at fail \(\.\.\/lib\/full\.ts:11:9\)\n.*In\[9\]:3:1/u);
});

test("a module may hold JSX", async () => {
  write(
    "lib/view.tsx",
    `/** @jsx h */
const h = (tag: string, props: object, ...inside: string[]) => ({ tag, props, inside });
export const view = <b title="x">hi</b>;
`,
  );
  expect(await run(`import { view } from "../lib/view"; JSON.stringify(view)`)).toContain(
    '{"tag":"b","props":{"title":"x"},"inside":["hi"]}',
  );
});

test("an import of a type without `type` is dropped, as TypeScript does", async () => {
  write("lib/shape.ts", "export interface Shape { sides: number }\nexport const square: Shape = { sides: 4 };\n");
  write(
    "lib/uses.ts",
    `import { Shape, square } from "./shape";\nexport const twice = (s: Shape): number => s.sides * 2;\nexport const eight = twice(square);\n`,
  );
  expect(await run(`import { eight } from "../lib/uses"; eight`)).toBe("8");
});

test("an edited module, and what imports it, is loaded again by the next import; others keep their instance", async () => {
  write("lib/leaf.ts", "export const leaf = 1;\n");
  write("lib/other.ts", "export const token = {};\n");
  write("lib/middle.ts", `export { leaf } from "./leaf";\nexport { token } from "./other";\n`);
  const cell = `import { leaf, token } from "../lib/middle"; leaf`;
  expect(await run(cell, `const firstToken = token; const firstLeaf = leaf; leaf`)).toBe("1");
  write("lib/leaf.ts", "export const leaf = 2;\n");
  expect(await run("leaf")).toBe("1");
  expect(await run(cell)).toBe("2");
  expect(await run("[firstLeaf, token === firstToken].join()")).toContain("1,true");
  // the size and, on coarse clocks, the time are the same
  for (const digit of "3456") {
    write("lib/leaf.ts", `export const leaf = ${digit};\n`);
    expect(await run(cell)).toBe(digit);
  }
});

test("an unchanged module is not run again, nor one that was written with the same text", async () => {
  write(
    "lib/counted.ts",
    "const all = globalThis as { runs?: number };\nexport const runs = (all.runs = (all.runs ?? 0) + 1);\n",
  );
  const cell = `import { runs } from "../lib/counted"; runs`;
  expect(await run(cell, cell)).toBe("1");
  write(
    "lib/counted.ts",
    "const all = globalThis as { runs?: number };\nexport const runs = (all.runs = (all.runs ?? 0) + 1);\n",
  );
  expect(await run(cell)).toBe("1");
});

test("modules that import each other are loaded again together", async () => {
  write(
    "lib/even.ts",
    `import { odd } from "./odd";\nexport const even = (n: number): string => n === 0 ? "even" : odd(n - 1);\n`,
  );
  write(
    "lib/odd.ts",
    `import { even } from "./even";\nexport const odd = (n: number): string => n === 0 ? "odd" : even(n - 1);\n`,
  );
  const cell = `import { even } from "../lib/even"; even(3)`;
  expect(await run(cell)).toContain("odd");
  write(
    "lib/odd.ts",
    `import { even } from "./even";\nexport const odd = (n: number): string => n === 0 ? "ODD" : even(n - 1);\n`,
  );
  expect(await run(cell)).toContain("ODD");
});

test("CommonJS and JSON are loaded again too, through import and require", async () => {
  write("lib/part.cjs", "exports.part = 1;\n");
  write("lib/whole.cjs", `exports.whole = require("./part.cjs").part * 10;\n`);
  write("lib/numbers.json", `{ "n": 1 }`);
  const cell = `[(await import("../lib/whole.cjs")).whole, require("../lib/whole.cjs").whole, require("../lib/numbers.json").n, (await import("../lib/numbers.json")).default.n].join()`;
  expect(await run(cell)).toContain("10,10,1,1");
  write("lib/part.cjs", "exports.part = 2;\n");
  write("lib/numbers.json", `{ "n": 2 }`);
  expect(await run(cell)).toContain("20,20,2,2");
});

test("an ES module that is required is loaded again too", async () => {
  write("lib/required.ts", "export const at: number = 1;\n");
  expect(await run(`String(require("../lib/required").at)`)).toContain("1");
  write("lib/required.ts", "export const at: number = 2;\n");
  expect(await run(`String(require("../lib/required").at)`)).toContain("2");
});

test("a module that throws while it loads is tried again by the next import, edited or not", async () => {
  write(
    "lib/flaky.ts",
    `const all = globalThis as { tries?: number };\nall.tries = (all.tries ?? 0) + 1;\nif (all.tries < 2) throw new Error("not yet");\nexport const ready = true;\n`,
  );
  const cell = `import { ready } from "../lib/flaky"; ready`;
  const failed = await session.run(cell);
  expect(shown(failed)).toBe("Error: not yet");
  expect(traceback(failed)).toContain("../lib/flaky.ts:3:26");
  expect(await run(cell)).toBe("true");
});

test("an import that failed because a file was missing works once the file is there", async () => {
  write("lib/needs.mjs", `export { later } from "./later.mjs";\n`);
  expect(await run(`String((await import("../lib/" + "needs.mjs")).later)`)).toContain("later.mjs");
  write("lib/later.mjs", "export const later = 'here';\n");
  expect(await run(`String((await import("../lib/" + "needs.mjs")).later)`)).toContain("here");
  rmSync(path.join(project, "lib/later.mjs"));
  expect(await run(`String((await import("../lib/" + "needs.mjs")).later)`)).toContain("later.mjs");
});

test("a file that a cell writes can be imported by the same cell, again and again", async () => {
  const cell = `import { writeFileSync } from "node:fs";
const seen: unknown[] = [];
for (const n of [1, 2, 3]) {
  writeFileSync("made.mjs", "export const n = " + n);
  seen.push((await import("./" + "made.mjs")).n);
}
seen.join()`;
  expect(await run(cell)).toContain("1,2,3");
});

test("packages are never loaded again", async () => {
  const cell = `String((await import("only-exports")).where)`;
  expect(await run(cell)).toContain("main");
  write("node_modules/only-exports/a.js", "export const where = 'edited';");
  expect(await run(cell)).toContain("main");
});

test("a type error in a module refuses the cell and names the file; mended, it comes with its new types", async () => {
  write("lib/typed.ts", `export const typed: number = "text";\n`);
  const cell = `import { typed } from "../lib/typed"; typed.length`;
  const refused = await session.run(cell);
  expect(refused.refused).toBe(true);
  expect(shown(refused)).toMatch(/^TypeCheckError: \.\.\/lib\/typed\.ts: TS2322: /u);
  expect(traceback(refused)).toContain("../lib/typed.ts:1:14 - TS2322");
  write("lib/typed.ts", `export const typed: string = "text";\n`);
  expect(await run(cell)).toBe("4");
});
