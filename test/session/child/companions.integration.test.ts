/** TensorFlow.js in a cell runs on the fastest engine, in whatever way it came there. */
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, expect, test } from "vitest";
import type { CellResult, Session } from "../../../lib/session/index.ts";
import { emptyFolder } from "../../folders.ts";
import { lastOf, openSession, printed, shown, traceback } from "../open.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const door = path.join(root, "lib/backend/index.ts");
const packages = path.join(root, "node_modules/@tensorflow");

// a folder outside of the project that finds the project's packages
const folder = emptyFolder("tensor flow");
mkdirSync(path.join(folder, "node_modules"));
symlinkSync(packages, path.join(folder, "node_modules/@tensorflow"), "junction");

const opened: Session[] = [];
afterEach(async () => {
  for (const session of opened.splice(0)) await session.close();
});

async function open(env: Record<string, string> = {}, cwd = folder): Promise<Session> {
  const session = await openSession({ cwd, env: { TF_BACKEND: "", TF_THREADS: "", ...env } });
  opened.push(session);
  return session;
}

function write(file: string, text: string): void {
  const at = path.join(folder, file);
  mkdirSync(path.dirname(at), { recursive: true });
  writeFileSync(at, text);
}

function outputs(result: CellResult): string {
  return printed(result, "stdout") + printed(result, "stderr");
}

// at the top of a module, where nobody can wait for anything
const top = "export const used = [...tf.matMul([[1, 2]], [[3], [4]]).dataSync(), tf.getBackend()].join();\n";
write("mine.ts", `import * as tf from "@tensorflow/tfjs";\n${top}`);
write("core.ts", `import * as tf from "@tensorflow/tfjs-core";\n${top}`);
write("through.ts", `export { used } from "./mine.ts";\n`);
write("late.ts", `const tf = await import("@tensorflow/tfjs");\n${top}`);
write("common.cjs", `const tf = require("@tensorflow/tfjs");\n${top.replace("export const ", "exports.")}`);
for (const [name, text] of [
  ["models", `import * as tf from "@tensorflow/tfjs-core";\n${top}`],
  ["old-models", `const tf = require("@tensorflow/tfjs-core");\n${top.replace("export const ", "exports.")}`],
] as const) {
  write(
    `node_modules/${name}/package.json`,
    JSON.stringify({ name, main: "index.js", type: name === "models" ? "module" : "commonjs" }),
  );
  write(`node_modules/${name}/index.js`, text);
  write(`node_modules/${name}/index.d.ts`, "export declare const used: string;\n");
}

const product = "[...tf.matMul([[1, 2]], [[3], [4]]).dataSync(), tf.getBackend()].join()";

test.each([
  ["import * as", `import * as tf from "@tensorflow/tfjs"; ${product}`],
  ["import of the default", `import tf from "@tensorflow/tfjs"; ${product}`],
  [
    "import of names",
    `import { getBackend, matMul } from "@tensorflow/tfjs"; [...matMul([[1, 2]], [[3], [4]]).dataSync(), getBackend()].join()`,
  ],
  ["import of the core", `import * as tf from "@tensorflow/tfjs-core"; ${product}`],
  [
    "import of the layers",
    `import * as layers from "@tensorflow/tfjs-layers"; import * as tf from "@tensorflow/tfjs-core"; ${product}`,
  ],
  ["import()", `const tf = await import("@tensorflow/tfjs"); ${product}`],
  ["import() that is not waited for", `const coming = import("@tensorflow/tfjs"); const tf = await coming; ${product}`],
  ["require", `const tf = require("@tensorflow/tfjs") as typeof import("@tensorflow/tfjs"); ${product}`],
  ["a module", `import { used } from "./mine.ts"; used`],
  ["a module of the core", `import { used } from "./core.ts"; used`],
  ["a module of a module", `import { used } from "./through.ts"; used`],
  ["a module that is required", `String(require("./mine.ts").used)`],
  ["a module's import()", `import { used } from "./late.ts"; used`],
  ["a CommonJS module", `String((await import("./common" + ".cjs")).used)`],
  ["a package", `import { used } from "models"; used`],
  ["a CommonJS package", `import { used } from "old-models"; used`],
])("%s: the fastest, and nothing is printed", async (_, cell) => {
  const result = await (await open()).run(cell);
  expect(shown(result)).toBe("'11,onnx'");
  expect(outputs(result)).toBe("");
});

test("a model trains on it, in a cell and in the next", async () => {
  const session = await open();
  const cells = [
    `import * as tf from "@tensorflow/tfjs";
     const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
     model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
     const xs = tf.tensor2d([[1], [2]]);
     const first = (await model.fit(xs, xs, { epochs: 1, verbose: 0 })).history["loss"]![0] as number;`,
    `const last = (await model.fit(xs, xs, { epochs: 100, verbose: 0 })).history["loss"]!.at(-1) as number;
     last < first || last < 1e-6`,
  ];
  for (const cell of cells) expect(outputs(await session.run(cell))).toBe("");
  expect(await lastOf(session, ["last < first || last < 1e-6"])).toBe("true");
  expect(await lastOf(session, ["tf.getBackend()"])).toBe("'onnx'");
});

test.each(["cpu", "wasm"])("TF_BACKEND=%s is respected, and nothing is printed", async (backend) => {
  const session = await open({ TF_BACKEND: backend });
  const imported = await session.run(`import * as tf from "@tensorflow/tfjs"; ${product}`);
  expect([shown(imported), outputs(imported)]).toEqual([`'11,${backend}'`, ""]);
});

test("a required package runs on wasm from the next cell on", async () => {
  const session = await open({ TF_BACKEND: "wasm" });
  await session.run(`const tf = require("@tensorflow/tfjs") as typeof import("@tensorflow/tfjs");`);
  const next = await session.run(product);
  expect([shown(next), outputs(next)]).toEqual(["'11,wasm'", ""]);
});

test("TF_BACKEND and TF_THREADS that a cell sets before the import count", async () => {
  const session = await open();
  expect(
    await lastOf(session, [
      `process.env["TF_BACKEND"] = "cpu";`,
      `import * as tf from "@tensorflow/tfjs"; tf.getBackend()`,
    ]),
  ).toBe("'cpu'");
});

const imports: [string, string][] = [
  ["import", `import * as tf from "@tensorflow/tfjs"; tf.getBackend()`],
  ["require", `require("@tensorflow/tfjs").getBackend()`],
  ["a module", `import { name } from "./named.ts"; name()`],
];
write("named.ts", `import { getBackend } from "@tensorflow/tfjs";\nexport const name = getBackend;\n`);

test.each(imports)(
  "a wrong TF_BACKEND is an error of the cell that imports (%s); mended, it works",
  async (_, cell) => {
    const session = await open({ TF_BACKEND: "gpu" });
    const refused = await session.run(cell);
    expect(shown(refused)).toBe("RangeError: TF_BACKEND: expected onnx, tfjs-node, tensorflow, wasm, cpu, got gpu");
    expect(await lastOf(session, ["1 + 1"])).toBe("2");
    await session.run(`process.env["TF_BACKEND"] = "cpu";`);
    expect(await lastOf(session, [cell])).toBe("'cpu'");
  },
);

test("where the engine cannot be loaded, it is the next one, and one line says so, once", async () => {
  const session = await open({ NODE_OPTIONS: "--no-addons" });
  const first = await session.run(`import * as tf from "@tensorflow/tfjs"; ${product}`);
  expect(shown(first)).toBe("'11,wasm'");
  expect(printed(first, "stderr")).toMatch(/^TensorFlow\.js runs on wasm, not on onnx\. onnx: [^\n]+\n$/u);
  const second = await session.run(`import * as core from "@tensorflow/tfjs-core"; core.getBackend()`);
  expect([shown(second), outputs(second)]).toEqual(["'wasm'", ""]);
});

test("what a cell or a module chooses itself stays", async () => {
  write("chooses.ts", `import * as tf from "@tensorflow/tfjs";\nawait tf.setBackend("cpu");\nexport { tf };\n`);
  const session = await open();
  expect(await lastOf(session, [`import { tf } from "./chooses.ts"; tf.getBackend()`])).toBe("'cpu'");
  expect(await lastOf(session, [`import * as core from "@tensorflow/tfjs-core"; core.getBackend()`])).toBe("'cpu'");
  expect(await lastOf(session, [`await core.setBackend("onnx"); core.getBackend()`])).toBe("'onnx'");
});

/** A cell that selects a backend itself. */
function selection(options: string): string {
  return `const { selectBackend } = await import(${JSON.stringify(door)}); (await selectBackend(${options})).name`;
}

test("who selects a backend gets it, before and after the import", async () => {
  const before = await open();
  expect(await lastOf(before, [selection(`{ env: { TF_BACKEND: "cpu" } }`)])).toBe("'cpu'");
  expect(await lastOf(before, [`import * as tf from "@tensorflow/tfjs"; tf.getBackend()`])).toBe("'cpu'");
  const after = await open();
  expect(await lastOf(after, [`import * as tf from "@tensorflow/tfjs"; tf.getBackend()`])).toBe("'onnx'");
  const again = await after.run(selection(`{ env: { TF_BACKEND: "wasm" } }`));
  expect([shown(again), outputs(again)]).toEqual(["'wasm'", ""]);
});

test("lib/backend is one, also after an import that failed in the middle", async () => {
  write(
    "flaky.ts",
    `import * as tf from "@tensorflow/tfjs";
import { backendReport } from ${JSON.stringify(door)};
const all = globalThis as { tries?: number };
all.tries = (all.tries ?? 0) + 1;
if (all.tries < 2) throw new Error("not yet");
export const graphs = (): number => (tf.add(1, 2).dataSync(), backendReport()?.graphs.runs ?? -1);
`,
  );
  const session = await open();
  const cell = `import { graphs } from "./flaky.ts"; graphs()`;
  expect(await lastOf(session, [cell])).toBe("Error: not yet");
  expect(await lastOf(session, [cell])).toBe("1");
});

test("each part of the package is the same object for all, and where it lies is told as ever", async () => {
  const session = await open();
  const file = path.join(packages, "tfjs/dist/tf.node.js");
  expect(
    await lastOf(session, [
      `import * as tf from "@tensorflow/tfjs";
       import whole from "@tensorflow/tfjs";
       import * as core from "@tensorflow/tfjs-core";
       [tf.Tensor === core.Tensor, whole === require("@tensorflow/tfjs"), tf === (await import("@tensorflow/tfjs"))].join()`,
    ]),
  ).toBe("'true,true,true'");
  expect(await lastOf(session, [`require.resolve("@tensorflow/tfjs") === ${JSON.stringify(file)}`])).toBe("true");
  expect(
    await lastOf(session, [`import.meta.resolve("@tensorflow/tfjs") === ${JSON.stringify(pathToFileURL(file).href)}`]),
  ).toBe("true");
});

test("another copy of the package is left as it is", async () => {
  const elsewhere = emptyFolder();
  const home = path.join(elsewhere, "node_modules/@tensorflow/tfjs");
  mkdirSync(home, { recursive: true });
  writeFileSync(path.join(home, "package.json"), `{ "name": "@tensorflow/tfjs", "version": "0.0.1" }`);
  writeFileSync(path.join(home, "index.js"), "exports.isOther = true;\n");
  writeFileSync(path.join(home, "index.d.ts"), "export declare const isOther: boolean;\n");
  const session = await open({}, elsewhere);
  expect(await lastOf(session, [`import { isOther } from "@tensorflow/tfjs"; isOther`])).toBe("true");
  expect(await lastOf(session, [loaded])).toBe("''");
});

/** Which of the engine's parts this process has. */
const loaded = `["_tfengine" in globalThis && "tfjs", Object.keys(require.cache).some((file) => file.includes("onnxruntime")) && "onnxruntime"].filter(Boolean).join()`;

test("a session that never imports the package loads nothing of it", async () => {
  const session = await open();
  expect(await lastOf(session, [`typeof import.meta.resolve("@tensorflow/tfjs")`])).toBe("'string'");
  expect(await lastOf(session, [`import { readFileSync } from "node:fs"; typeof readFileSync`])).toBe("'function'");
  expect(await lastOf(session, [loaded])).toBe("''");
  expect(await lastOf(session, [`import * as tf from "@tensorflow/tfjs"; tf.getBackend()`])).toBe("'onnx'");
  expect(await lastOf(session, [loaded])).toBe("'tfjs,onnxruntime'");
});

test("a session that was restarted has it again", async () => {
  const session = await open();
  const cell = `import * as tf from "@tensorflow/tfjs"; ${product}`;
  expect(await lastOf(session, [cell])).toBe("'11,onnx'");
  await session.restart();
  expect(await lastOf(session, [cell])).toBe("'11,onnx'");
});

test.each([40, 120, 200])("an import that is interrupted after %d ms can be tried again", async (ms) => {
  const session = await open();
  const cell = `import * as tf from "@tensorflow/tfjs"; ${product}`;
  await session.run("1");
  const running = session.run(cell);
  setTimeout(() => void session.interrupt(), ms);
  const result = await running;
  expect(["ok", "interrupted"], traceback(result)).toContain(result.status);
  expect(await lastOf(session, [cell])).toBe("'11,onnx'");
});
