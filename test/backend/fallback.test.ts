/** Kernels that are left to the cpu backend: their numbers, what they leave behind, and that they are counted. */
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { backendReport } from "../../lib/backend/index.ts";
import { startEngine } from "./start.ts";

beforeAll(async () => {
  await startEngine();
  // what starts the cpu backend
  tf.tidy(() => void tf.unique(tf.tensor1d([1])));
});

const held = (): number => tf.findBackend("cpu").numDataIds();
let before: { here: number; there: number };

beforeEach(() => {
  before = { here: tf.memory().numDataBuffers, there: held() };
  backendReport({ reset: true });
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
  expect({ here: tf.memory().numDataBuffers, there: held() }).toEqual(before);
});

test("complex numbers go there and come back", () => {
  // the discrete Fourier transform of [1, 2, 3, 4], by hand: Σ xₙ i^(−kn)
  const spectrum = tf.fft(tf.complex([1, 2, 3, 4], [0, 0, 0, 0]));
  const [real, imag] = [[...tf.real(spectrum).dataSync()], [...tf.imag(spectrum).dataSync()]];
  const expected = { real: [10, -2, -2, -2], imag: [0, 2, 0, -2] };
  real.forEach((each, i) => expect(each).toBeCloseTo(expected.real[i]!, 5));
  imag.forEach((each, i) => expect(each).toBeCloseTo(expected.imag[i]!, 5));
  const back = tf.real(tf.ifft(spectrum)).dataSync();
  [1, 2, 3, 4].forEach((each, i) => expect(back[i]).toBeCloseTo(each, 5));
});

test("numbers that are still to be computed are computed first", () => {
  const x = tf.tensor1d([1, 2]).mul(3);
  expect([...tf.real(tf.fft(tf.complex(x, x.mul(0)))).dataSync()]).toEqual([9, -3]);
});

test("lists of inputs, strings and tensors without elements are carried", () => {
  expect(tf.concat([tf.tensor1d(["a"]), tf.tensor1d(["b", "c"])]).dataSync()).toEqual(["a", "b", "c"]);
  expect(tf.concat([tf.zeros([0, 2]), tf.ones([1, 2])]).arraySync()).toEqual([[1, 1]]);
});

test("results are of the type that they say, also where the cpu backend keeps them in another array", () => {
  const squares = tf.square(tf.tensor1d([3, -4], "int32"));
  expect(squares.dtype).toBe("int32");
  expect(squares.dataSync()).toEqual(Int32Array.of(9, 16));
  expect([...squares.add(tf.scalar(1, "int32")).dataSync()]).toEqual([10, 17]);
});

test("several results come back, each for itself", () => {
  const { values, indices } = tf.unique(tf.tensor1d([3, 1, 3, 2]));
  expect([...values.dataSync()]).toEqual([3, 1, 2]);
  values.dispose();
  expect([...indices.dataSync()]).toEqual([0, 1, 0, 2]);
});

test("an input that is its own result stays alive when either is disposed", () => {
  const text = tf.tensor1d(["a", "b"]);
  const same = tf.concat([text]);
  text.dispose();
  expect(same.dataSync()).toEqual(["a", "b"]);
});

test("errors are the cpu backend's, and nothing is left behind", () => {
  expect(() => tf.engine().runKernel("Tile", { x: tf.complex([1], [2]) }, { reps: [2] } as never)).toThrow(
    /^tile does not support complex64 tensors/,
  );
});

describe("the report", () => {
  test("counts calls by kernel, and says how long they took", () => {
    tf.unique(tf.tensor1d([1, 2]));
    tf.unique(tf.tensor1d([1, 2]));
    tf.fft(tf.complex([1], [2]));
    const { fallbacks } = backendReport()!;
    expect(Object.fromEntries(fallbacks.map(({ kernel, calls }) => [kernel, calls]))).toEqual({ Unique: 2, FFT: 1 });
    for (const { timeMs } of fallbacks) expect(timeMs).toBeGreaterThanOrEqual(0);
    expect(fallbacks.map(({ timeMs }) => timeMs)).toEqual(
      fallbacks.map(({ timeMs }) => timeMs).toSorted((a, b) => b - a),
    );
  });

  test("counts a call that failed too", () => {
    expect(() => tf.engine().runKernel("Tile", { x: tf.complex([1], [2]) }, { reps: [2] } as never)).toThrow();
    expect(backendReport()!.fallbacks).toMatchObject([{ kernel: "Tile", calls: 1 }]);
  });

  test("is empty where nothing was left", () => {
    tf.tensor1d([1, 2]).add(1).dataSync();
    expect(backendReport()!.fallbacks).toEqual([]);
  });
});
