/** The flat declarations of TensorFlow.js say what the package's own say, and what is there when it runs. */
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import * as tf from "@tensorflow/tfjs";
import { emptyFolder } from "../folders.ts";
import { compareModules } from "./tensorflow-comparison.ts";
import type { Comparison } from "./tensorflow-comparison.ts";

const own = path.resolve("node_modules/@tensorflow/tfjs/dist/index.d.ts");
const flat = path.resolve("data/tfjs/tfjs.d.ts");
let comparison: Comparison;

beforeAll(() => {
  comparison = compareModules(own, flat);
});

test("data/tfjs is what scripts/tfjs-types.ts makes from the installed packages", () => {
  execFileSync(process.execPath, ["scripts/tfjs-types.ts", "--check"], { stdio: "pipe" });
});

test("every name, signature and member of the package's own declarations is there, and no other", () => {
  expect(comparison.compared).toBeGreaterThan(3_500);
  expect(comparison.differences).toEqual([]);
});

describe("what is there when it runs is declared", () => {
  test("under the name of the whole package", () => {
    // the two that Node adds to every module of the older kind
    const declared = new Set([...comparison.values, "default", "module.exports"]);
    expect(Object.keys(tf).filter((name) => !declared.has(name))).toEqual([]);
  });

  test.each([
    ["Tensor", tf.Tensor],
    ["Variable", tf.Variable],
    ["TensorBuffer", tf.TensorBuffer],
    ["LayersModel", tf.LayersModel],
    ["Sequential", tf.Sequential],
    ["Optimizer", tf.Optimizer],
    ["AdamOptimizer", tf.AdamOptimizer],
    ["GraphModel", tf.GraphModel],
  ] as const)("as a member of %s", (name, { prototype }) => {
    const declared = new Set([...comparison.membersOf(name), "constructor"]);
    expect(Object.getOwnPropertyNames(prototype).filter((member) => !declared.has(member))).toEqual([]);
  });
});

test("TypeScript 7 finds nothing wrong in them but a type that the package does not import either", () => {
  const folder = emptyFolder();
  const compilerOptions = { noEmit: true, strict: false, types: [], lib: ["es2024", "dom"], module: "preserve" };
  const config = path.join(folder, "tsconfig.json");
  writeFileSync(config, JSON.stringify({ compilerOptions, include: [path.resolve("data/tfjs")] }));
  let output = "";
  try {
    execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", config], { encoding: "utf8" });
  } catch (error) {
    output = (error as { stdout: string }).stdout;
  }
  const errors = output.split("\n").filter((line) => line.includes("error"));
  expect(errors.filter((line) => !line.includes("TS2304: Cannot find name 'Long'"))).toEqual([]);
  expect(errors).toHaveLength(2);
});
