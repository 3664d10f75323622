/** What TensorFlow.js is to the checker: one flat file that says what the package's own say, for one version of it. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { createCompiler } from "../../lib/compiler/compiler.ts";
import type { Compiler } from "../../lib/compiler/compiler.ts";
import { createTensorFlowTypes } from "../../lib/compiler/tensorflow-types.ts";
import { cells } from "./tensorflow-cells.ts";
import { copiedFolder, isolatedFolder, linkedFolder } from "./tensorflow-folders.ts";

const importTensorFlow = 'import * as tf from "@tensorflow/tfjs";';
const opened: Compiler[] = [];
afterAll(() => {
  for (const each of opened) each.close();
});

function open(cwd: string, options?: object): Compiler {
  if (options) writeFileSync(path.join(cwd, "tsconfig.json"), JSON.stringify({ compilerOptions: options }));
  const compiler = createCompiler({ cwd });
  opened.push(compiler);
  expect(errorsOf(compiler, importTensorFlow)).toEqual([]);
  return compiler;
}

/** The errors of a cell: their numbers and where they are, and the cell's text there. */
function errorsOf(compiler: Compiler, code: string): string[] {
  const compiled = compiler.compile(code);
  compiler.commit();
  if (compiled.ok) return [];
  return compiled.diagnostics.map((each) => `${each.code} at ${each.start}: ${code.slice(each.start, each.end)}`);
}

function numbersOf(errors: readonly string[]): number[] {
  return errors.map((each) => Number.parseInt(each, 10));
}

/** What inspection says of `matMul`; documentation only with the flat file, since the package has it elsewhere. */
function documentationIn(compiler: Compiler): string {
  return compiler.inspect("tf.matMul", 6, 1)?.documentation ?? "";
}

const isFlat = (compiler: Compiler): boolean => documentationIn(compiler).includes("dot product of two matrices");

describe.each([
  ["without a tsconfig.json", undefined],
  ["with a strict one", { strict: true, module: "preserve", target: "es2024" }],
  ["with Node's modules and the browser's library", { module: "nodenext", target: "es2024", lib: ["es2024", "dom"] }],
])("%s", (_, options) => {
  const flat = open(linkedFolder(), options);
  const own = open(copiedFolder({ version: "4.22.1" }), options);

  test("one version is checked against the flat file, another against its own", () => {
    expect(isFlat(flat)).toBe(true);
    expect(isFlat(own)).toBe(false);
  });

  test.each(cells.map(([code, ...expected]) => ({ code, expected })))("$code", ({ code, expected }) => {
    const errors = errorsOf(flat, code);
    expect(errors).toEqual(errorsOf(own, code));
    if (!options) expect(numbersOf(errors)).toEqual(expected);
  });

  test("left out are the types of WebGPU, which Node does not have, unless the browser's library brings them", () => {
    const uses = "tf.scalar(1).dataToGPU().buffer!.nothing; let device: GPUDevice;";
    const hasBrowser = options && "lib" in options;
    expect(numbersOf(errorsOf(flat, uses))).toEqual(hasBrowser ? [2339] : [2304]);
    expect(numbersOf(errorsOf(own, uses))).toEqual([2339]);
  });

  test("any tensor is assignable to the types to which it is by the package's own declarations", () => {
    const names = ["Tensor", "Scalar", "Tensor1D", "Tensor2D", "Tensor<tf.Rank.R6>", "Tensor<any>", "Tensor<never>"];
    const variables = ["Variable", "Variable<tf.Rank.R1>", "Variable<tf.Rank.R2>"];
    const buffers = ["TensorBuffer<tf.Rank>", "TensorBuffer<tf.Rank.R1>", "TensorBuffer<tf.Rank.R1, 'int32'>"];
    const types = [...names, ...variables, ...buffers, "TensorBuffer<any, any>", "TensorBuffer<tf.Rank, tf.DataType>"];
    const declared = types.map((type, n) => `declare let v${n}: tf.${type};`).join("\n");
    const all = types.flatMap((_type, a) => types.map((_other, b) => `v${a} = v${b};`)).join("\n");
    const errors = errorsOf(flat, `${declared}\n${all}`);
    expect(errors).toEqual(errorsOf(own, `${declared}\n${all}`));
    expect(errors.length).toBeGreaterThan(types.length);
  });
});

describe("help", () => {
  const compiler = open(linkedFolder());

  test("shows the signature and the documentation of an operation, and of the method of the same name", () => {
    const operation = compiler.inspect("tf.matMul", 6, 1)!;
    expect(operation.signature).toContain(
      "matMul<T extends Tensor>(a: Tensor<Rank> | TensorLike, b: Tensor<Rank> | TensorLike, transposeA?: boolean",
    );
    expect(operation.documentation).toContain("Computes the dot product of two matrices, A * B.");
    const method = compiler.inspect("tf.scalar(1).mul(2)", 15, 1)!;
    expect(method.signature).toBe("(method) Tensor.mul(b: Tensor<Rank> | TensorLike): Tensor<Rank>");
    expect(method.documentation).toContain("Multiplies two `tf.Tensor`s element-wise, A * B.");
    const loss = compiler.inspect("tf.losses.huberLoss", 13, 1)!;
    expect(loss.documentation).toContain("Computes the Huber loss between two tensors.");
    expect(operation.documentation + method.documentation).not.toMatch(/@doc|subheading/u);
  });

  test.each([
    ["tf.matM|", "matMul"],
    ["tf.scalar(1).matM|", "matMul"],
    ["tf.losses.meanS|", "meanSquaredError"],
    ["tf.layers.den|", "dense"],
    ["tf.data.gen|", "generator"],
    ["tf.train.ad|", "adam"],
    ["tf.sequential().comp|", "compile"],
    ["tf.layers.dense({ unit| })", "units"],
    ["tf.Ran|", "Rank"],
  ])("completes %s", (marked, expected) => {
    const at = marked.indexOf("|");
    const { matches } = compiler.complete(marked.replace("|", ""), at);
    expect(matches.map(({ text }) => text)).toContain(expected);
  });

  test("offers no name that the package does not give away", () => {
    const { matches } = compiler.complete("tf.", 3);
    expect(matches.length).toBeGreaterThan(450);
    expect(matches.map(({ text }) => text)).not.toContain("Engine");
  });
});

describe("the types of all packages and modules agree", () => {
  const agreeing = `import * as core from "@tensorflow/tfjs-core";
import { sequential, type LayersModel } from "@tensorflow/tfjs-layers";
import { Dataset, array } from "@tensorflow/tfjs-data";
import { loadGraphModel } from "@tensorflow/tfjs-converter";
import { zeros } from "@tensorflow/tfjs";
const a: tf.Tensor2D = core.zeros<core.Rank.R2>([1, 1]), b: core.Tensor2D = tf.zeros<tf.Rank.R2>([1, 1]);
const model: LayersModel = tf.sequential(), same: tf.Sequential = sequential();
const dataset: tf.data.Dataset<number> = array([1]), back: Dataset<number> = tf.data.array([1]);
const graph: tf.GraphModel = await loadGraphModel("file://x");
const scalar: core.Scalar = zeros([1, 2]).sum();`;

  test.each([
    ["where they are installed", linkedFolder],
    ["where they lie in the notebook's folder", copiedFolder],
    ["where each lies alone behind links", isolatedFolder],
    ["where another version is installed", () => copiedFolder({ version: "4.21.0" })],
  ])("%s", (_, folder) => {
    expect(errorsOf(open(folder()), agreeing)).toEqual([]);
  });

  test("a module of the reader's sees the types that the cell sees", () => {
    const folder = linkedFolder();
    const cwd = path.join(folder, "notebooks");
    mkdirSync(path.join(folder, "lib"));
    mkdirSync(cwd);
    writeFileSync(
      path.join(folder, "lib", "loss.ts"),
      `import * as tf from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs-core";
export function loss(a: Tensor, b: tf.Tensor): tf.Scalar { return a.sub(b).square().mean(); }
export class Scale extends tf.layers.Layer { static className = "Scale"; }\n`,
    );
    const compiler = open(cwd);
    const used = `import { loss, Scale } from "../lib/loss.ts";
const value: tf.Scalar = loss(tf.scalar(1), tf.scalar(2));
const layer: tf.layers.Layer = new Scale({}); tf.sequential().add(layer);`;
    expect(errorsOf(compiler, used)).toEqual([]);
    expect(numbersOf(errorsOf(compiler, "loss(tf.scalar(1)); loss('a', 'b');"))).toEqual([2554, 2345]);
    writeFileSync(
      path.join(folder, "lib", "wrong.ts"),
      `import * as tf from "@tensorflow/tfjs";\nexport const t: tf.Tensor1D = tf.zeros<tf.Rank.R2>([1, 1]);\n`,
    );
    expect(numbersOf(errorsOf(compiler, `import { t } from "../lib/wrong.ts"; t`))).toEqual([2322]);
  });

  test("a part that is installed without the whole has its own types", () => {
    const folder = copiedFolder({ packages: ["tfjs-core"] });
    const compiler = createCompiler({ cwd: folder });
    opened.push(compiler);
    expect(
      errorsOf(compiler, 'import { zeros, Tensor } from "@tensorflow/tfjs-core"; const t: Tensor = zeros([1]);'),
    ).toEqual([]);
    expect(numbersOf(errorsOf(compiler, 'import { layers } from "@tensorflow/tfjs-core";'))).toEqual([2305]);
  });

  const deep = `import type { Tensor2D } from "@tensorflow/tfjs-core/dist/tensor";
import type { Layer } from "@tensorflow/tfjs-layers/dist/engine/topology";
const t: Tensor2D = tf.zeros<tf.Rank.R2>([1, 1]);
const layer: Layer = tf.layers.dense({ units: 1 });
tf.sequential().add(layer);
const wrong: Tensor2D = tf.zeros<tf.Rank.R3>([1, 1, 1]);`;

  test.each([
    ["in one folder", linkedFolder],
    ["each alone behind links", isolatedFolder],
  ])("a path deep into a package has the package's own types, from then on everywhere: %s", (_, folder) => {
    const compiler = open(folder());
    expect(errorsOf(compiler, "const before = tf.zeros<tf.Rank.R2>([1, 1]);")).toEqual([]);
    expect(isFlat(compiler)).toBe(true);
    expect(numbersOf(errorsOf(compiler, deep))).toEqual([2322]);
    expect(isFlat(compiler)).toBe(false);
    expect(errorsOf(compiler, deep.slice(0, deep.lastIndexOf("\n")))).toEqual([]);
    expect(errorsOf(compiler, "const after: Tensor2D = before; t.add(after);")).toEqual([]);
  });

  test("a package that is not of the version keeps its own deep files to itself", () => {
    const types = createTensorFlowTypes(linkedFolder());
    const other = copiedFolder({ version: "4.21.0" }).replaceAll("\\", "/");
    expect(types.textOf(`${other}/node_modules/@tensorflow/tfjs-core/dist/tensor.d.ts`)).toBeUndefined();
    expect(
      types.textOf(`${path.resolve("node_modules").replaceAll("\\", "/")}/@tensorflow/tfjs/dist/index.d.ts`),
    ).toBeDefined();
    expect(types.hasTurned()).toBe(false);
  });
});

test("nothing but the packages' main files is read otherwise", () => {
  const folder = linkedFolder().replaceAll("\\", "/");
  const textOf = (file: string): string | undefined => createTensorFlowTypes(folder).textOf(file);
  const at = (file: string): string => `${folder}/node_modules/@tensorflow/${file}`;
  expect(textOf(at("tfjs/dist/index.d.ts"))).toContain("export declare class Tensor<");
  expect(textOf(at("tfjs-core/dist/index.d.ts"))).toContain("Tensor2D");
  const others = [
    "tfjs/dist/tensor.d.ts",
    "tfjs/package.json",
    "tfjs-core/dist/ops/index.d.ts",
    "tfjs-x/dist/index.d.ts",
  ];
  for (const file of others) expect(textOf(at(file)), file).toBeUndefined();
  expect(textOf(`${folder}/dist/index.d.ts`)).toBeUndefined();
  expect(textOf(at("tfjs/dist/index.d.ts").replace("@tensorflow", "@none"))).toBeUndefined();
});
