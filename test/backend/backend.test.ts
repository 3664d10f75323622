/** What tfjs expects of a backend, and what recording must not change: compared with tfjs' own cpu backend. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { backendReport } from "../../lib/backend/index.ts";
import { expectSame } from "./on-both.ts";
import { startEngine } from "./start.ts";

beforeAll(startEngine);

/** Every test gives back all that it took. */
let before: tf.MemoryInfo;
beforeEach(() => {
  before = tf.memory();
  tf.engine().startScope();
});
afterEach(() => {
  tf.engine().endScope();
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
});

describe("numbers", () => {
  test("are those of the call, although the array that they came from is written to before they are used", () => {
    const array = Float32Array.of(1, 2, 3);
    const sum = tf.tensor1d(array).add(1);
    array.fill(0);
    expect([...sum.dataSync()]).toEqual([2, 3, 4]);
  });

  test("stay what they are, although an array that was read is written to", () => {
    const x = tf.tensor1d([1, 2]).mul(2);
    x.dataSync().fill(0);
    expect([...x.dataSync()]).toEqual([2, 4]);
    expect([...x.add(1).dataSync()]).toEqual([3, 5]);
  });

  test("are read with and without waiting, as whole tensors and as slices of nested lists", async () => {
    const x = tf
      .tensor2d([
        [1, 2],
        [3, 4],
      ])
      .square();
    expect([...(await x.data())]).toEqual([1, 4, 9, 16]);
    expect(await x.array()).toEqual([
      [1, 4],
      [9, 16],
    ]);
    expect(x.arraySync()).toEqual([
      [1, 4],
      [9, 16],
    ]);
    expect([...(await x.buffer()).values]).toEqual([1, 4, 9, 16]);
  });

  test("of strings, of complex numbers and of nothing at all pass through", () => {
    expect(tf.tensor1d(["一", "b"]).dataSync()).toEqual(["一", "b"]);
    const z = tf.complex([1, 2], [3, 4]).mul(tf.complex([0, 1], [1, 0]));
    expect([[...tf.real(z).dataSync()], [...tf.imag(z).dataSync()]]).toEqual([
      [-3, 2],
      [1, 4],
    ]);
    expect(tf.zeros([0, 3]).add(1).shape).toEqual([0, 3]);
    expect(tf.zeros([0, 3]).sum(0).arraySync()).toEqual([0, 0, 0]);
  });
});

type Step = (pool: tf.Tensor[], pick: (n: number) => number) => tf.Tensor | undefined;
const square = 3;
/** What a program may do next; every tensor is square, so that anything fits anything. */
const steps: Record<string, Step> = {
  add: (pool, pick) => pool[pick(pool.length)]!.add(pool[pick(pool.length)]!),
  sub: (pool, pick) => pool[pick(pool.length)]!.sub(pool[pick(pool.length)]!),
  matMul: (pool, pick) => pool[pick(pool.length)]!.matMul(pool[pick(pool.length)]!, pick(2) === 1, pick(2) === 1),
  tanh: (pool, pick) => pool[pick(pool.length)]!.tanh(),
  transpose: (pool, pick) => pool[pick(pool.length)]!.transpose(),
  reshape: (pool, pick) => pool[pick(pool.length)]!.reshape([square * square]).reshape([square, square]),
  clone: (pool, pick) => pool[pick(pool.length)]!.clone(),
  sum: (pool, pick) => pool[pick(pool.length)]!.sum(pick(2), true).add(pool[pick(pool.length)]!),
  split: (pool, pick) => {
    const axis = pick(2);
    return tf.concat(tf.split(pool[pick(pool.length)]!, square, axis).toReversed(), axis);
  },
  unstack: (pool, pick) => tf.stack(tf.unstack(pool[pick(pool.length)]!, pick(2)), pick(2)),
  slice: (pool, pick) => pool[pick(pool.length)]!.slice([pick(2), 0], [1, square]).tile([square, 1]),
  where: (pool, pick) => {
    const [a, b] = [pool[pick(pool.length)]!, pool[pick(pool.length)]!];
    return tf.where(a.greater(b), a, b);
  },
  read: (pool, pick) => void pool[pick(pool.length)]!.dataSync(),
  dispose: (pool, pick) => {
    if (pool.length > 1) pool.splice(pick(pool.length), 1)[0]!.dispose();
    return undefined;
  },
};

/** Run a program, given as a list of choices, and return the numbers that are left. */
function runProgram(program: readonly { name: string; choices: readonly number[] }[]): number[][] {
  return tf.tidy(() => {
    const pool: tf.Tensor[] = [tf.tensor2d([0.5, -1, 2, 0, 1, -0.25, 3, 0.125, -2], [square, square])];
    for (const { name, choices } of program) {
      let next = 0;
      const made = steps[name]!(pool, (n) => choices[next++ % choices.length]! % n);
      // the results are kept small, so that float32 says the same on both
      if (made) pool.push(made.clipByValue(-4, 4));
    }
    return pool.map((tensor) => [...tensor.dataSync()]);
  });
}

test("whatever is recorded, read and disposed in whatever order, the numbers are the cpu backend's", () => {
  const step = fc.record({
    name: fc.constantFrom(...Object.keys(steps)),
    choices: fc.array(fc.nat(1000), { minLength: 4, maxLength: 4 }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (program) => {
      const ours = runProgram(program);
      tf.setBackend("cpu");
      const theirs = runProgram(program);
      tf.setBackend("onnx");
      expect(ours.length).toBe(theirs.length);
      ours.forEach((numbers, i) => numbers.forEach((number, k) => expect(number).toBeCloseTo(theirs[i]![k]!, 4)));
    }),
    { numRuns: 60 },
  );
});

describe("tensors move", () => {
  test("to the cpu backend and back, with views of the same data", () => {
    const x = tf.tensor1d([1, 2, 3, 4]).mul(2);
    const view = x.reshape([2, 2]);
    tf.setBackend("cpu");
    const there = x.add(1);
    expect([...there.dataSync()]).toEqual([3, 5, 7, 9]);
    tf.setBackend("onnx");
    expect([...there.mul(10).dataSync()]).toEqual([30, 50, 70, 90]);
    expect(view.add(x.reshape([2, 2])).arraySync()).toEqual([
      [4, 8],
      [12, 16],
    ]);
  });

  test("from the cpu backend, disposed there or here", () => {
    tf.setBackend("cpu");
    const [a, b] = [tf.tensor1d([1, 2]), tf.tensor1d([3, 4])];
    tf.setBackend("onnx");
    const sum = a.add(b);
    a.dispose();
    tf.setBackend("cpu");
    b.dispose();
    tf.setBackend("onnx");
    expect([...sum.dataSync()]).toEqual([4, 6]);
  });
});

const program = (x: number): number => tf.tidy(() => tf.tensor1d([x, 2]).mul(3).add(x).sum().dataSync()[0]!);

function sumOfRows(shape: [number, number]): number[] {
  const x = tf.tensor1d([1, 2, 3, 4, 5, 6]).add(0);
  return [...x.reshape(shape).sum(1).dataSync()];
}

describe("graphs", () => {
  test("are compiled once for the same program with other numbers", () => {
    program(1);
    backendReport({ reset: true });
    expect([program(2), program(3)]).toEqual([16, 21]);
    expect(backendReport()!.graphs).toMatchObject({ compiled: 0, runs: 2 });
  });

  test("know what is only kept in another shape from what is not", () => {
    expect([sumOfRows([2, 3]), sumOfRows([3, 2]), sumOfRows([2, 3])]).toEqual([
      [6, 15],
      [3, 7, 11],
      [6, 15],
    ]);
  });

  test("hold only what is read or still there", () => {
    backendReport({ reset: true });
    tf.tidy(() => {
      tf.tensor1d([1]).log().exp();
    });
    const kept = tf.tensor1d([4]).sqrt();
    expect(kept.dataSync()[0]).toBe(2);
    expect(backendReport()!.graphs.runs).toBe(1);
  });

  test("of a training are the same at each step, also if nobody reads a number for a long time", () => {
    const w = tf.variable(tf.tensor1d([1, -2, 3]));
    const optimizer = tf.train.sgd(0.1);
    const step = (): void => void optimizer.minimize(() => w.square().sum() as tf.Scalar);
    for (let i = 0; i < 3; i++) step();
    w.dataSync();
    backendReport({ reset: true });
    for (let i = 0; i < 30; i++) step();
    const [first] = w.dataSync();
    expect(first).toBeCloseTo(0.8 ** 33, 6);
    expect(backendReport()!.graphs.runs).toBe(30);
    expect(backendReport()!.graphs.compiled).toBeLessThanOrEqual(1);
    w.dispose();
    optimizer.dispose();
  });

  test("a chain of thousands of kernels that nobody reads is run in pieces", () => {
    let x: tf.Tensor = tf.scalar(0);
    for (let i = 0; i < 11_000; i++) {
      const next = x.add(1);
      x.dispose();
      x = next;
    }
    expect(x.dataSync()[0]).toBe(11_000);
  });
});

const ones = (...shape: number[]): never => tf.ones(shape) as never;

describe("what goes wrong", () => {
  test("in a call is told at the call, in tfjs' words", () => {
    expect(() => tf.tensor1d([1, 2, 3]).add(tf.tensor1d([1, 2]))).toThrow(/could not be broadcast .* 3 and 2/u);
    expect(() => tf.ones([2, 3]).matMul(tf.ones([2, 3]))).toThrow(/inner shapes \(3\) and \(2\)/u);
    expect(() => tf.ones([2, 3]).reshape([4])).toThrow(/Size\(6\) must match/u);
  });

  test.each<[string, () => tf.Tensor]>([
    ["maxPool", () => tf.maxPool(ones(1, 1, 1, 16), 3, 1, "valid")],
    ["avgPool", () => tf.avgPool(ones(1, 1, 5, 16), 3, 1, "valid")],
    ["conv2d", () => tf.conv2d(ones(1, 1, 1, 3), ones(3, 3, 3, 4), 1, "valid")],
    ["depthwiseConv2d", () => tf.depthwiseConv2d(ones(1, 1, 1, 3), ones(3, 3, 3, 2), 1, "valid")],
    ["a layer", () => tf.layers.maxPooling2d({ poolSize: 3, strides: 1 }).apply(ones(1, 1, 1, 4)) as tf.Tensor],
  ])("in %s by a window that does not fit is told at the call", (_, call) => {
    expect(call).toThrow(
      /: expected an input as large as the window, got one that gives an output of shape \[1, -1, /u,
    );
  });

  test("never ends the process: a window that fits nowhere gives nothing", () => {
    // 16 channels: the blocked kernels divide by the number of rows
    const gradient = tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 1, "valid"));
    const calls: [call: () => tf.Tensor, fallbacks?: string[]][] = [
      [() => tf.maxPool(ones(1, 1, 1, 16), 2, 1, "valid")],
      [() => tf.avgPool(ones(2, 1, 3, 16), 2, 1, "valid"), ["Cast"]],
      [() => tf.conv2d(ones(1, 1, 1, 3), ones(2, 2, 3, 16), 1, "valid")],
      // what is empty before is left to cpu
      [() => tf.pool(ones(1, 0, 0, 16), 2, "max", "same", 2, 1), ["SpaceToBatchND", "BatchToSpaceND"]],
      [() => gradient(ones(1, 1, 1, 16)), ["MaxPoolGrad"]],
    ];
    for (const [call, fallbacks = []] of calls) expectSame(call, { fallbacks });
  });

  test("for want of memory is told to whoever reads, with the shape, and again; the rest goes on", () => {
    const small = tf.tensor1d([1, 2]).mul(3);
    const huge = tf.ones([1, 1]).tile([2 ** 18, 2 ** 18]);
    const after = huge.sum();
    expect(() => after.dataSync()).toThrow(
      /^onnx: expected memory \(275 GB\) for a tensor of shape \[262144,262144\]/u,
    );
    expect(() => huge.dataSync()).toThrow(/275 GB/u);
    expect(() => after.add(1).dataSync()).toThrow(/275 GB/u);
    expect(() => small.dataSync()).toThrow(/275 GB/u);
    expect([...tf.tensor1d([1, 2]).mul(3).dataSync()]).toEqual([3, 6]);
  });

  test("as a NaN is found in debug mode, which names the kernel", async () => {
    const printed = [vi.mocked(console.warn), vi.mocked(console.log)];
    for (const spy of printed) spy.mockImplementation(() => {});
    tf.enableDebugMode();
    tf.tensor1d([-1]).log().dataSync();
    // tfjs looks at each result when it has its numbers
    await new Promise((resolve) => setTimeout(resolve, 10));
    tf.env().set("DEBUG", false);
    const lines = printed.flatMap(({ mock }) => mock.calls.flat());
    for (const spy of printed) spy.mockClear();
    expect(lines).toContain("Found NaN in the result of 'Log'");
  });
});
