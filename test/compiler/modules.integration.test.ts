/** What a cell's imports are to the checker: the files as they are on the disk now, and the errors in them. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, beforeEach, expect, test } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import { diagnosticLines } from "../../lib/compiler/index.ts";
import { emptyFolder } from "../folders.ts";

const project = emptyFolder("课 a+b");
const cwd = path.join(project, "notebooks");
mkdirSync(cwd);
const strict = { module: "nodenext", target: "es2024", strict: true };
write("tsconfig.json", JSON.stringify({ compilerOptions: strict }));
const compiler = createCompiler({ cwd });
afterAll(() => compiler.close());
beforeEach(() => compiler.reset());

function write(file: string, text: string): void {
  const at = path.join(project, file);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, text);
}

/** What a cell is refused for, one text each; none if it is accepted, and then later cells see it. */
function check(code: string): string[] {
  const compiled = compiler.compile(code);
  compiler.commit();
  if (compiled.ok) return [];
  return compiled.diagnostics.map(({ code: number, file }) => `${file ? `${file.name} ` : ""}${number}`);
}

test("an edited module is seen with its new types by the next cell that imports it, not by others", () => {
  write("lib/leaf.ts", "export const leaf: number = 1;\n");
  write("lib/middle.ts", `export { leaf } from "./leaf.ts";\n`);
  const cell = `import { leaf } from "../lib/middle.ts"; leaf satisfies number`;
  expect(check(cell)).toEqual([]);
  write("lib/leaf.ts", "export const leaf: string = 'a';\n");
  // the old value lives on until the module is imported again
  expect(check("leaf.toFixed(1)")).toEqual([]);
  expect(check(cell)).toEqual(["1360"]);
  expect(check(cell.replace("number", "string"))).toEqual([]);
  expect(check("leaf.toFixed(1)")).toEqual(["2551"]);
});

test("a type error in a module refuses the cell and names the file, its line and column", () => {
  write("lib/bad.ts", `export const fine = 1;\nexport const bad: number = "x";\n`);
  write("lib/over.ts", `export { fine } from "./bad.ts";\n`);
  const compiled = compiler.compile(`import { fine } from "../lib/over.ts"; fine`);
  if (compiled.ok) throw new Error("expected a refusal");
  const lines = diagnosticLines("", compiled.diagnostics, "In[1]").map((line) => stripVTControlCharacters(line));
  expect(lines[0]).toMatch(/^\.\.\/lib\/bad\.ts:2:14 - TS2322: /u);
  expect(lines.join("\n")).toContain(`> 2 | export const bad: number = "x";`);
});

test("an error in a module is gone when it is mended, and there again when something under it breaks it", () => {
  write("lib/kind.ts", "export type Kind = 'a' | 'b';\n");
  write("lib/user.ts", `import type { Kind } from "./kind.ts";\nexport const first: Kind = "c";\n`);
  const cell = `import { first } from "../lib/user.ts"; first`;
  expect(check(cell)).toEqual(["../lib/user.ts 2322"]);
  expect(check(cell)).toEqual(["../lib/user.ts 2322"]);
  write("lib/kind.ts", "export type Kind = 'c';\n");
  expect(check(cell)).toEqual([]);
  write("lib/kind.ts", "export type Kind = 'd';\n");
  expect(check(cell)).toEqual(["../lib/user.ts 2322"]);
});

test("a module that no import of the cell leads to does not refuse it, wrong as it may be", () => {
  write("lib/good.ts", "export const good = 1;\n");
  write("lib/wrong.ts", "export const wrong = 1;\n");
  expect(check(`import { good } from "../lib/good.ts"; import { wrong } from "../lib/wrong.ts"; good + wrong`)).toEqual(
    [],
  );
  write("lib/wrong.ts", "export const wrong: string = 1;\n");
  expect(check(`import { good as again } from "../lib/good.ts"; again`)).toEqual([]);
  expect(check("good + wrong")).toEqual([]);
  expect(check(`await import("../lib/wrong.ts")`)).toEqual(["../lib/wrong.ts 2322"]);
});

test("a module that cannot be read as TypeScript is named", () => {
  write("lib/broken.ts", "export const broken = ;\n");
  expect(check(`import { broken } from "../lib/broken.ts"; broken`)).toContain("../lib/broken.ts 1109");
});

test("modules that import each other are checked to the end", () => {
  write(
    "lib/even.ts",
    `import { odd } from "./odd.ts";\nexport const even = (n: number): boolean => n === 0 || odd(n - 1);\n`,
  );
  write(
    "lib/odd.ts",
    `import { even } from "./even.ts";\nexport const odd = (n: number): boolean => n !== 0 && even(n - 1);\n`,
  );
  expect(check(`import { even } from "../lib/even.ts"; even(2)`)).toEqual([]);
  write("lib/odd.ts", `import { even } from "./even.ts";\nexport const odd = (n: string): boolean => even(n);\n`);
  expect(check(`import { even } from "../lib/even.ts"; even(2)`).toSorted()).toEqual([
    "../lib/even.ts 2345",
    "../lib/odd.ts 2345",
  ]);
});

test("a file that is made after it was missed is found, and missed again when it is removed", () => {
  const cell = `import { late } from "../lib/late.ts"; late`;
  expect(check(cell)).toEqual(["2307"]);
  write("lib/late.ts", "export const late = 1;\n");
  expect(check(cell)).toEqual([]);
  rmSync(path.join(project, "lib/late.ts"));
  expect(check(cell)).toEqual(["2307"]);
});

test("a file that a module misses is found once it is there", () => {
  write("lib/needs.ts", `export { later } from "./later.ts";\n`);
  const cell = `import { later } from "../lib/needs.ts"; later`;
  expect(check(cell)).toContain("../lib/needs.ts 2307");
  write("lib/later.ts", "export const later = 1;\n");
  expect(check(cell)).toEqual([]);
});

test("a package that is installed after it was missed is found", () => {
  const cell = `import { where } from "new-package"; where satisfies string`;
  expect(check(cell)).toEqual(["2307"]);
  const exports = { types: "./index.d.ts", default: "./index.js" };
  write("node_modules/new-package/package.json", JSON.stringify({ name: "new-package", type: "module", exports }));
  write("node_modules/new-package/index.js", "export const where = 'x';");
  write("node_modules/new-package/index.d.ts", "export declare const where: string;");
  expect(check(cell)).toEqual([]);
});

test("a package that a module misses is found once it is installed", () => {
  write("lib/wraps.ts", `export { later } from "later-package";\n`);
  const cell = `import { later } from "../lib/wraps.ts"; later satisfies string`;
  expect(check(cell)).toContain("../lib/wraps.ts 2307");
  write("node_modules/later-package/package.json", JSON.stringify({ name: "later-package", types: "index.d.ts" }));
  write("node_modules/later-package/index.d.ts", "export declare const later: string;");
  expect(check(cell)).toEqual([]);
});

test("JSON has the types of its values, also after an edit", () => {
  write("lib/data.json", `{ "kind": "a" }`);
  const cell = `import data from "../lib/data.json" with { type: "json" }; data.kind.length`;
  expect(check(cell)).toEqual([]);
  write("lib/data.json", `{ "kind": 1 }`);
  expect(check(cell)).toEqual(["2339"]);
});

test("types that stand beside JavaScript are read again", () => {
  write("lib/native.js", "export const native = 1;\n");
  write("lib/native.d.ts", "export declare const native: number;\n");
  const cell = `import { native } from "../lib/native.js"; native satisfies number`;
  expect(check(cell)).toEqual([]);
  write("lib/native.d.ts", "export declare const native: string;\n");
  expect(check(cell)).toEqual(["1360"]);
});

test.each(["./a%2Fb.ts", "./50% off.ts", "./a\\0b.ts", "file://elsewhere/a.ts", `./${"a".repeat(300)}.ts`])(
  "%j, a path that no file can have, is a module that is not there",
  (specifier) => {
    expect(check(`import { a } from "${specifier}"; a`)).toEqual(["2307"]);
    expect(check("1 + 1")).toEqual([]);
  },
);

test("links that lead nowhere, in circles or through a file are modules that are not there", () => {
  write("notebooks/file.txt", "");
  symlinkSync("loop.ts", path.join(cwd, "loop.ts"));
  symlinkSync("round", path.join(cwd, "round"));
  symlinkSync("gone.ts", path.join(cwd, "dangling.ts"));
  for (const specifier of ["loop.ts", "round/a.ts", "dangling.ts", "file.txt/a.ts"]) {
    expect(check(`import { a } from "./${specifier}"; a`)).toEqual(["2307"]);
    expect(check(`const { a } = await import("./${specifier}"); a`)).toEqual(["2307"]);
  }
  // Node's rules on modules want an extension, which nothing here gives
  expect(check(`import { a } from "./loop"; a`)).toEqual(["2834"]);
  write("lib/circles.ts", `export { a } from "../notebooks/loop.ts";\n`);
  expect(check(`import { a } from "../lib/circles.ts"; a`)).toContain("../lib/circles.ts 2307");
  // it hides nothing that TypeScript finds behind it
  write("notebooks/loop.js", "export const a = 1;\n");
  write("notebooks/loop.d.ts", "export declare const a: number;\n");
  expect(check(`import { a } from "./loop.js"; a.nothing`)).toEqual(["2339"]);
  write("notebooks/loop.d.ts", "export declare const a: string;\n");
  expect(check(`import { a } from "./loop.js"; a satisfies string`)).toEqual([]);
});

test("an import in a comment or a string leads nowhere", () => {
  write("lib/ignored.ts", "export const ignored: string = 1;\n");
  expect(
    check(`// import { ignored } from "../lib/ignored.ts"\nconst text = 'import("../lib/ignored.ts")'; text`),
  ).toEqual([]);
});

test("a compiler that takes in earlier cells knows their imports", () => {
  write("lib/known.ts", "export const known = 1;\n");
  const fresh = createCompiler({ cwd });
  try {
    fresh.restore([`import * as fs from "node:fs"; import { known } from "../lib/known"`]);
    const compiled = fresh.compile("fs.nothing; known.nothing; fs.existsSync('x')");
    expect(compiled.ok ? [] : compiled.diagnostics.map((each) => each.code)).toEqual([2339, 2339]);
    write("lib/known.ts", "export const known = 'text';\n");
    expect(fresh.compile(`import { known } from "../lib/known.ts"; known satisfies string`).ok).toBe(true);
  } finally {
    fresh.close();
  }
});
