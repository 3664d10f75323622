/** What the running Node has is what the checker knows: every global name, and the members of each. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import type { Compiler } from "../../lib/compiler/compiler.ts";
import { emptyFolder } from "../folders.ts";

const open: Compiler[] = [];
afterAll(() => open.forEach((compiler) => compiler.close()));

function compilerUnder(tsconfig?: object): Compiler {
  const cwd = emptyFolder();
  if (tsconfig) writeFileSync(path.join(cwd, "tsconfig.json"), JSON.stringify(tsconfig));
  const compiler = createCompiler({ cwd });
  open.push(compiler);
  return compiler;
}

/** What a fresh process lists: this one has the test runner's own names too. */
const listing = `
const isName = /^[\\p{ID_Start}$_][\\p{ID_Continue}$]*$/u;
const namesOf = (object, prefix) => Object.getOwnPropertyNames(object).filter((name) => isName.test(name)).map((name) => prefix + name);
const ofClass = (value, name) => [
  ...namesOf(value, name + "."),
  ...(typeof value === "function" && value.prototype ? namesOf(value.prototype, name + ".prototype.") : []),
];
const found = namesOf(globalThis, "").flatMap((name) => {
  let value;
  try { value = globalThis[name]; } catch {}
  const isPart = value !== null && ["object", "function"].includes(typeof value);
  if (!isPart || ["globalThis", "global", "process"].includes(name)) return [name];
  const inner = ["Intl", "Temporal", "WebAssembly"].includes(name) ? Object.getOwnPropertyNames(value) : [];
  const classes = inner.filter((each) => typeof value[each] === "function" || each === "Now");
  return [name, ...ofClass(value, name), ...classes.flatMap((each) => ofClass(value[each], name + "." + each))];
});
console.log(JSON.stringify(found));`;

/** Names that no types have, each with its reason. */
const unknown: Record<string, string[]> = {
  "V8 has them for scripts of the nineties": [
    "Object.prototype.__defineGetter__",
    "Object.prototype.__defineSetter__",
    "Object.prototype.__lookupGetter__",
    "Object.prototype.__lookupSetter__",
    "Object.prototype.__proto__",
    "Date.prototype.toGMTString",
    "Date.prototype.getYear",
    "Date.prototype.setYear",
  ],
  "newer than TypeScript 7.0": ["JSON.rawJSON", "JSON.isRawJSON", "Iterator.concat"],
  "Node's own, for itself": [
    "console._stdoutErrorHandler",
    "console._stderrErrorHandler",
    "console._ignoreErrors",
    "console._times",
    "console._stdout",
    "console._stderr",
  ],
  "V8's own, for inspectors": ["console.context", "console.createTask"],
  "not in @types/node, which has the instances' alone": [
    "Event.NONE",
    "Event.CAPTURING_PHASE",
    "Event.AT_TARGET",
    "Event.BUBBLING_PHASE",
  ],
  "not in @types/node": [
    "PerformanceResourceTiming.prototype.finalResponseHeadersStart",
    "PerformanceResourceTiming.prototype.firstInterimResponseStart",
    "PerformanceResourceTiming.prototype.deliveryType",
    "PerformanceResourceTiming.prototype.renderBlockingStatus",
    "PerformanceResourceTiming.prototype.contentType",
    "PerformanceResourceTiming.prototype.contentEncoding",
    "Request.prototype.isReloadNavigation",
    "Request.prototype.isHistoryNavigation",
    "Request.prototype.attribute",
  ],
};

test("a cell may name every global of the running Node and every member of these, but for a few", () => {
  const script = path.join(emptyFolder(), "list.mjs");
  writeFileSync(script, listing);
  const printed = execFileSync(process.execPath, [script], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const names = JSON.parse(printed) as string[];
  expect(names).toEqual(
    expect.arrayContaining(["WebAssembly", "Temporal", "fetch", "Intl.Locale.prototype.getWeekInfo"]),
  );
  const cell = names.map((name) => `void ${name};`).join("\n");
  const compiled = compilerUnder().compile(cell);
  const diagnostics = compiled.ok ? [] : compiled.diagnostics;
  const refused = diagnostics.map(({ start }) => {
    const line = cell.slice(cell.lastIndexOf("\n", start) + 1).split("\n", 1)[0]!;
    return line.slice("void ".length, -1);
  });
  expect(refused.toSorted()).toEqual(Object.values(unknown).flat().toSorted());
});

function codes(compiler: Compiler, code: string): number[] {
  const compiled = compiler.compile(code);
  compiler.commit();
  return compiled.ok ? [] : compiled.diagnostics.map((each) => each.code);
}

test("the types of what came after es2025 are those of the values", () => {
  const compiler = compilerUnder({ compilerOptions: { strict: true } });
  for (const code of [
    "Temporal.PlainDate.from('2026-01-31').add({ months: 1 }).day satisfies number",
    "new Date().toTemporalInstant() satisfies Temporal.Instant",
    "new Intl.DateTimeFormat('en').format(Temporal.PlainDate.from('2026-01-31')) satisfies string",
    "(await Array.fromAsync((async function* () { yield 1 })())) satisfies number[]",
    "const caught: unknown = 1; if (Error.isError(caught)) caught.message satisfies string",
    "Uint8Array.fromBase64('AAAA').toHex() satisfies string",
    "new Map([['a', 1]]).getOrInsert('b', 2) satisfies number",
    "new Set([1]).values().map(String).toArray() satisfies string[]",
  ])
    expect([code, codes(compiler, code)]).toEqual([code, []]);
  expect(codes(compiler, "Temporal.PlainDate.from('2026-01-31').hour")).toEqual([2339]);
  expect(codes(compiler, "Symbol.metadata; Math.sumPrecise([1])")).toEqual([2550, 2339]);
});

test("WebAssembly is there with the standard's types, whoever brings them", () => {
  const uses = `const bytes = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]);
const { instance, module } = await WebAssembly.instantiate(bytes, { env: { log: (n: number) => n } });
(await WebAssembly.instantiate(module)) satisfies WebAssembly.Instance;
(instance.exports.main as CallableFunction)(1);
WebAssembly.Module.exports(module).map(({ kind }) => kind) satisfies WebAssembly.ImportExportKind[];
new WebAssembly.Memory({ initial: 1, maximum: 2 }).buffer satisfies ArrayBuffer;
new WebAssembly.Global({ value: "i64", mutable: true }, 1n).value satisfies bigint;
class Trap extends WebAssembly.RuntimeError {}
new Trap("out of bounds").message satisfies string;`;
  for (const lib of [undefined, ["es2024"], ["es2024", "dom"], ["es2024", "webworker"]]) {
    const compiler = compilerUnder({ compilerOptions: { strict: true, ...(lib ? { lib } : {}) } });
    expect([lib, codes(compiler, uses)]).toEqual([lib, []]);
    expect([lib, codes(compiler, "new WebAssembly.Module('text')")]).toEqual([lib, [2345]]);
  }
});

test("the library that a tsconfig.json asks for has what it says and no more", () => {
  const compiler = compilerUnder({ compilerOptions: { lib: ["es2025"] } });
  expect(codes(compiler, "Temporal")).toEqual([2304]);
  expect(codes(compiler, "Array.fromAsync")).toEqual([2550]);
});
