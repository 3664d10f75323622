/** Notebooks anywhere: under any tsconfig.json or none, far from this project's packages. */
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import type { Compiler } from "../../lib/compiler/compiler.ts";
import { fewNodeTypes } from "../../lib/compiler/node-types.ts";
import { openProgram } from "../../lib/compiler/program.ts";
import { lineColumnOf, sourcePlace } from "../../lib/compiler/positions.ts";
import { emptyFolder } from "../folders.ts";

const open: Compiler[] = [];
afterAll(() => open.forEach((compiler) => compiler.close()));

/** A new folder with these files; objects are written as JSON. */
function folderWith(files: Record<string, string | object>): string {
  const cwd = emptyFolder("any where");
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(cwd, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  return cwd;
}

function compilerWith(files: Record<string, string | object>): Compiler {
  return compilerIn(folderWith(files));
}

function compilerIn(cwd: string): Compiler {
  const compiler = createCompiler({ cwd });
  open.push(compiler);
  return compiler;
}

function check(compiler: Compiler, code: string): number[] {
  const compiled = compiler.compile(code);
  compiler.commit();
  return compiled.ok ? [] : compiled.diagnostics.map((each) => each.code);
}

describe("without a tsconfig.json", () => {
  const loose = compilerWith({
    "helper.ts": "export const helper = (n) => n + 1;\nexport enum Side { Left }\n",
    "folder/index.ts": "export const inside = 1;\n",
    "old.js": "exports.old = function (text) { return text + '!'; };\n",
    "modern.mjs": "/** @param {number} n */ export function twice(n) { return 2 * n }\nundeclared + 1;\n",
    "data.json": '{ "rows": [1, 2] }',
  });

  test.each([
    ["Node's names", "process.version + Buffer.from('a').length; setTimeout(() => {}, 1).unref()"],
    ["Node's modules", "import * as fs from 'fs'; import { join } from 'node:path'; fs.existsSync(join('a', 'b'))"],
    ["tslab", "import * as tslab from 'tslab'; tslab.display.html('<b>x</b>'); tslab.versions.node satisfies string"],
    [
      "tslab's names",
      "import { display, newDisplay } from 'tslab'; newDisplay().text('a'); display.png(new Uint8Array())",
    ],
    ["tslab's types", "import type { Display } from 'tslab'; let shown: Display"],
    ["a path without extension", "import { helper, Side } from './helper'; helper(Side.Left)"],
    ["a path named after the output", "import { helper as same } from './helper.js'; same(1)"],
    ["a folder", "import { inside } from './folder'; inside"],
    ["JavaScript, with what its text says of its types", "import { old } from './old'; old('a').length"],
    ["JavaScript, whatever is wrong in it", "import { twice } from './modern.mjs'; twice(2) satisfies number"],
    ["JSON", "import data from './data.json'; data.rows[0].toFixed(1)"],
    ["require", "const p = require('path'); p.join('a')"],
    ["parameters without a type", "function f(a, b = a) { return a[b] }"],
    ["null for anything", "let name: string = null"],
    ["a variable that is any", "let later; later = 1; later = 'a'"],
    ["where the cell is", "import.meta.url + import.meta.dirname + __dirname + __filename"],
  ])("a cell may use %s", (_, code) => {
    expect(check(loose, code)).toEqual([]);
  });

  test.each([
    ["the wrong type", "const n: number = 'a'", 2322],
    ["a name that is not there", "notThere", 2304],
    ["the browser's names", "document", 2584],
    ["what tslab does not have", "import * as t from 'tslab'; t.display.hologram('x')", 2339],
    ["a package that is not there", "import x from 'no-such-package'", 2307],
  ])("a cell is refused for %s", (_, code, number) => {
    expect(check(loose, code)).toEqual([number]);
  });
});

test("options of old that TypeScript no longer has do not stop cells", () => {
  const compilerOptions = {
    module: "commonjs",
    moduleResolution: "node",
    target: "es5",
    baseUrl: ".",
    outDir: "dist",
    rootDir: "src",
    declaration: true,
    composite: true,
    esModuleInterop: false,
    strict: true,
  };
  const old = compilerWith({ "tsconfig.json": { compilerOptions }, "helper.ts": "export const helper = 1;\n" });
  expect(check(old, "const waited = await Promise.resolve([1].at(-1)); class A { #x = 1 }")).toEqual([]);
  expect(
    check(old, "import { helper } from './helper'; import * as fs from 'fs'; [helper, fs.existsSync('a')]"),
  ).toEqual([]);
  expect(check(old, "let name: string = null")).toEqual([2322]);
});

test.each([
  { lib: [] },
  { lib: ["no such library"], target: "es3", types: ["no-such-types", "", "../.."] },
  { noLib: true },
  { noResolve: true },
  { lib: "es5", types: 5, typeRoots: "nowhere", target: 7, strict: "yes", module: [], paths: 5 },
  { incremental: true, tsBuildInfoFile: "/x", checkJs: true, allowJs: false, jsx: "nope", plugins: [{ name: "x" }] },
  { erasableSyntaxOnly: true, verbatimModuleSyntax: true, isolatedDeclarations: true, module: "commonjs" },
])("options with which no program could work, %j, do not stop cells", (compilerOptions) => {
  const compiler = compilerWith({ "tsconfig.json": { compilerOptions }, "helper.ts": "export const helper = 1;\n" });
  expect(check(compiler, "const n: number = [1].at(0)!; console.log(n, process.pid); enum E { A }")).toEqual([]);
  expect(check(compiler, "import { helper } from './helper.ts'; helper satisfies number; n satisfies number")).toEqual(
    [],
  );
  expect(check(compiler, "n satisfies string")).toEqual([1360]);
});

test("patterns that could match in countless ways cost nothing: a tsconfig.json's files are no notebook's", () => {
  const hostile = ["**/".repeat(40) + "x", `**/${"a*".repeat(40)}b`, "?*".repeat(60), "../".repeat(40) + "**/*"];
  const deep = Object.fromEntries(
    Array.from({ length: 30 }, (_, i) => [`${"a/".repeat(20)}${"a".repeat(60)}${i}.ts`, "export {};\n"]),
  );
  const startedMs = performance.now();
  const compiler = compilerWith({ ...deep, "tsconfig.json": { include: hostile, exclude: hostile, files: hostile } });
  expect(check(compiler, "const n: number = 1; console.log(n)")).toEqual([]);
  expect(performance.now() - startedMs).toBeLessThan(5_000);
});

test("Node's types are there whatever types the reader asks for, and those too", () => {
  const mine = { "node_modules/@types/mine/index.d.ts": "declare const mine: 1;\n" };
  for (const types of [undefined, [], ["mine"], ["mine", "node"], ["*"]]) {
    const compiler = compilerWith({ ...mine, "tsconfig.json": { compilerOptions: { types, strict: true } } });
    expect(check(compiler, "console.log(process.pid, require('fs').sep)")).toEqual([]);
    expect(check(compiler, "mine satisfies 1")).toEqual(types?.length ? [] : [2304]);
  }
});

test("the reader's own copy of Node's types is the one that is used", () => {
  const index =
    "declare const ownCopy: 1; declare var console: { log(text: string): void };\ninterface ImportMeta { url: string }";
  const files = { "node_modules/@types/node/index.d.ts": index };
  expect(check(compilerWith(files), "ownCopy satisfies 1; console.log('a')")).toEqual([]);
  expect(check(compilerWith({ ...files, "tsconfig.json": {} }), "ownCopy satisfies 1; console.log('a')")).toEqual([]);
});

test("Node's types behind a linked folder are read once, whoever asks for them", () => {
  const store = folderWith({
    "@types/node/package.json": { name: "@types/node", types: "index.d.ts" },
    "@types/node/index.d.ts": '/// <reference path="more.d.ts" />\ninterface ImportMeta { url: string }',
    "@types/node/more.d.ts": "declare class OwnBuffer { size: number }\ntype OwnKind = 1;\n",
    "wraps/package.json": { name: "wraps", types: "index.d.ts" },
    "wraps/index.d.ts": '/// <reference types="node" />\nexport declare const wrapped: OwnBuffer;\n',
  });
  // one folder of packages that is a link, and one of links, as package managers make them
  const whole = folderWith({ "tsconfig.json": { compilerOptions: { skipLibCheck: false, strict: true } } });
  symlinkSync(store, path.join(whole, "node_modules"), "junction");
  const single = folderWith({ "node_modules/@types/unused/index.d.ts": "" });
  symlinkSync(path.join(store, "@types/node"), path.join(single, "node_modules/@types/node"), "junction");
  symlinkSync(path.join(store, "wraps"), path.join(single, "node_modules/wraps"), "junction");
  const cell = "import { wrapped } from 'wraps'; new OwnBuffer().size + wrapped.size; 1 satisfies OwnKind";
  for (const cwd of [whole, single]) {
    expect(readdirSync(path.join(cwd, "node_modules"))).toContain("wraps");
    const program = openProgram(cwd);
    try {
      program.update([{ file: "cell", text: cell }], { nodeTypes: true });
      expect(program.checkCell(0)).toEqual([]);
      expect(program.checkFile(path.join(store, "@types/node/more.d.ts"))).toEqual([]);
      const names = program.current().project.program.getSourceFileNames();
      expect(names.filter((name) => name.endsWith("/more.d.ts"))).toHaveLength(1);
    } finally {
      program.close();
    }
    expect(check(compilerIn(cwd), cell)).toEqual([]);
  }
});

test("the reader's library is the one that is used; ours has no browser in it", () => {
  const dom = compilerWith({ "tsconfig.json": { compilerOptions: { lib: ["es2020", "dom"] } } });
  expect(check(dom, "document.title; console.log(window, setTimeout(() => {}, 1))")).toEqual([]);
  expect(check(dom, "[1].toSorted()")).toEqual([2550]);
  const ours = compilerWith({ "tsconfig.json": { compilerOptions: { target: "es2022" } } });
  expect(check(ours, "[1].toSorted(); new Set([1]).union(new Set([2]))")).toEqual([]);
  expect(check(ours, "document")).toEqual([2584]);
});

test("strictness, paths and what is extended are the reader's", () => {
  const compiler = compilerWith({
    "base/tsconfig.json": {
      compilerOptions: { noUncheckedIndexedAccess: true, strict: true, paths: { "@/*": ["../src/*"] } },
    },
    "tsconfig.json": { extends: "./base/tsconfig.json", include: ["nothing"] },
    "src/part.ts": "export const part = 1;\n",
  });
  expect(check(compiler, "import { part } from '@/part'; part satisfies number")).toEqual([]);
  expect(check(compiler, "[1][0].toFixed(1)")).toEqual([2532]);
  expect(check(compiler, "function f(a) {}")).toEqual([7006]);
});

test("checks are strict where the reader's tsconfig.json says so, not where it says nothing", () => {
  expect(check(compilerWith({ "tsconfig.json": {} }), "let name: string = null; function f(a) {}")).toEqual([]);
  const parts = compilerWith({ "tsconfig.json": { compilerOptions: { strictNullChecks: true } } });
  expect(check(parts, "let name: string = null; function f(a) {}")).toEqual([2322]);
});

test("Node's own rules on modules hold where the reader asks for them; a cell may still leave out extensions", () => {
  const files = {
    "helper.ts": "export const helper = 1;\n",
    "folder/index.ts": "export const inside = 'text';\n",
    "short.mts": "export { helper } from './helper';\n",
    "data.json": "{}",
  };
  for (const module of ["node16", "node20", "nodenext"]) {
    const compiler = compilerWith({ ...files, "tsconfig.json": { compilerOptions: { module } } });
    expect(check(compiler, "import { helper } from './helper.ts'; helper.toFixed(1)")).toEqual([]);
    expect(check(compiler, "import { helper as h } from './helper'; h satisfies string")).toEqual([1360]);
    expect(check(compiler, "import { inside } from './folder'; (await import('./folder/')).inside.length")).toEqual([]);
    expect(check(compiler, "inside satisfies string")).toEqual([]);
    expect(check(compiler, "const text = 'import \"./helper\"'; text satisfies 'import \"./helper\"'")).toEqual([]);
    expect(check(compiler, "import { helper as other } from './short.mjs'; other")).toEqual([2835]);
  }
});

test("a path that is written with escapes is left as it is", () => {
  const compiler = compilerWith({
    "helper.ts": "export const helper = 1;\n",
    "tsconfig.json": { compilerOptions: { module: "nodenext" } },
  });
  expect(check(compiler, String.raw`import { helper } from "./h\u0065lper"; helper`)).toEqual([2835]);
});

test("a completed path moves nothing else", () => {
  const compiler = compilerWith({
    "helper.ts": "export const helper = 1;\n",
    "tsconfig.json": { compilerOptions: { module: "nodenext", strict: true } },
  });
  const cell = "import { helper } from './helper'; nowhere;\nhelper; neither";
  const refused = compiler.compile(cell);
  if (refused.ok) throw new Error("expected a refusal");
  expect(refused.diagnostics.map(({ start, end }) => cell.slice(start, end))).toEqual(["nowhere", "neither"]);
  const accepted = cell.replace("nowhere", "1").replace("neither", "(null as any).x");
  const compiled = compiler.compile(accepted);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  const { javascript, positions } = compiled;
  const at = lineColumnOf(javascript, javascript.indexOf(".x"));
  expect(sourcePlace({ code: accepted, javascript, positions }, at)).toEqual({ line: 2, column: 22 });
});

test("a tsconfig.json that cannot be read leaves the checks that TypeScript has without one", () => {
  const unreadable = ["{ broken", "", "[]", '{ "extends": "./nowhere.json" }', '{ "extends": "./tsconfig.json" }'];
  for (const text of unreadable) {
    const compiler = compilerWith({ "tsconfig.json": text });
    expect(check(compiler, "const waited = await 1; console.log(process.pid, waited)")).toEqual([]);
  }
});

test("the few types of Node that a first cell sees are those of the whole", () => {
  const few = fewNodeTypes
    .replace(/^\/\/\/.*$/mu, "")
    .replaceAll("declare ", "")
    .replaceAll("NodeJS.", "globalThis.NodeJS.")
    .replace("namespace NodeJS", "namespace Unused");
  const declared = few.replaceAll(/^(?:var|function|interface|namespace)/gmu, "export $&");
  const names = [...fewNodeTypes.matchAll(/^declare (?:var|function) (\w+)/gmu)].map(([, name]) => name!);
  expect(names).toContain("setTimeout");
  const pairs = names.map((name) => `type ${name}_ = typeof ${name};`).join("\n");
  // each use of a few's member or signature is one that the whole has, with the same type
  const equal = names.map((name) =>
    ["console", "performance"].includes(name)
      ? `({} as Pick<${name}_, keyof typeof Few.${name} & keyof ${name}_>) satisfies typeof Few.${name}; ({} as typeof Few.${name}) satisfies Pick<${name}_, keyof typeof Few.${name} & keyof ${name}_>;`
      : `(${name} satisfies typeof Few.${name}); (Few.${name} satisfies (...a: Parameters<${name}_>) => ReturnType<${name}_>);`,
  );
  const compiler = compilerWith({ "tsconfig.json": { compilerOptions: { strict: true } } });
  expect(
    check(compiler, `import "node:fs";\ndeclare namespace Few {\n${declared}\n}\n${pairs}\n${equal.join("\n")}`),
  ).toEqual([]);
});

test("a cell that fits the few types of Node is accepted by them, and by the whole later", () => {
  const compiler = compilerWith({ "tsconfig.json": { compilerOptions: { strict: true } } });
  const cell = `console.log(performance.now()); const t = setTimeout(() => {}, 1); clearTimeout(t);
await new Promise((resolve) => setTimeout(resolve, 1));
await new Promise<void>((resolve) => setTimeout(resolve, 1));
setInterval((a: number, b: string) => {}, 1, 2, "b").unref(); queueMicrotask(() => {});`;
  expect(check(compiler, cell)).toEqual([]);
  expect(check(compiler, "process.pid")).toEqual([]);
  expect(check(compiler, cell)).toEqual([]);
});
