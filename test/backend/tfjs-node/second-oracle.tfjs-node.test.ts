/** Our backend compared with TensorFlow's own library, each in a process of its own. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Comparison } from "../../../scripts/tfjs-node/page.ts";
import { gradient, runSelection } from "../select-program.ts";
import { differences } from "./differences.ts";
import type { Computed } from "./worker.ts";

/** What `npm run test:tfjs-node -- --write` takes over. */
const comparisons: Comparison[] = [];

let ours: Computed;
let theirs: Computed;
let cpu: Computed;

function compute(backend: string, ...rest: string[]): Computed {
  const command = ["--disable-warning=ExperimentalWarning", path.join(import.meta.dirname, "worker.ts"), backend];
  const options = { encoding: "utf8", timeout: 280_000, maxBuffer: 2 ** 26 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...rest], options);
  if (status !== 0) throw new Error(`${backend}: expected an end with 0, got ${status}\n${stderr}`);
  return JSON.parse(stdout) as Computed;
}

beforeAll(() => {
  theirs = compute("tfjs-node", "train");
  ours = compute("onnx", "train");
  cpu = compute("cpu");
});

afterAll(() => {
  mkdirSync(".cache", { recursive: true });
  writeFileSync(path.join(".cache", "tfjs-node-comparison.json"), JSON.stringify(comparisons));
});

/** |a − b| over the larger of |a|, |b| and 1. */
function distance(a: number, b: number): number {
  return Object.is(a, b) || a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b), 1);
}

const isSame = (a: string, b: string): boolean => distance(Number(a), Number(b)) <= 1e-6;

const wrong = (name: string, other: Computed): string[] =>
  ours.operations[name]!.map((value, i) => [value, other.operations[name]![i]!] as const)
    .filter(([a, b]) => !isSame(a, b))
    .map(([a, b]) => `${a} for ${b}`);

test("each ran on what it was asked for", () => {
  expect([ours.backend, theirs.backend, cpu.backend]).toEqual(["onnx", "tensorflow", "cpu"]);
});

describe("losses, step by step, from the same weights and data", () => {
  // float32 sums in another order, and what some ten updates of Adam make of it
  test.each(["gpt", "unet", "classifier"])("of the %s agree to four digits, and fall", (model) => {
    const [a, b] = [ours.losses[model]!, theirs.losses[model]!];
    expect(a.length).toBe(b.length);
    const distances = a.map((loss, i) => distance(loss, b[i]!));
    comparisons.push({ what: `losses of the ${model}`, numbers: a.length, largest: Math.max(...distances) });
    expect(b[1]).toBeLessThan(b[0]!);
    expect(Math.max(...distances)).toBeLessThan(1e-4);
  });
});

describe("operations on ordinary and special numbers", () => {
  test("agree, except for those named", () => {
    const names = Object.keys(ours.operations);
    expect(names.length).toBeGreaterThan(50);
    expect(Object.keys(theirs.operations)).toEqual(names);
    const plain = names.filter((name) => !(name in differences));
    expect(plain.flatMap((name) => wrong(name, theirs).map((text) => `${name}: ${text}`))).toEqual([]);
    const all = plain.flatMap((name) =>
      ours.operations[name]!.map((a, i) => distance(Number(a), Number(theirs.operations[name]![i]))),
    );
    comparisons.push({ what: `${plain.length} operations`, numbers: all.length, largest: Math.max(...all) });
  });

  test.each(Object.keys(differences))(
    "%s differs as is written, and there ours is what tfjs' cpu backend says",
    (name) => {
      expect(wrong(name, theirs)).not.toEqual([]);
      expect(wrong(name, cpu)).toEqual([]);
    },
  );
});

test("TF_BACKEND=tfjs-node trains a convolution and prints nothing", () => {
  const { status, stderr, result } = runSelection({ TF_BACKEND: "tfjs-node", TF_THREADS: "1" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const selection = { name: "tensorflow", reason: "TF_BACKEND asks for it" };
  expect(result).toEqual({ selection, backend: "tensorflow", gradient, onCpu: [2, 3] });
});
