/** The wasm backend as it is started here, compared with tfjs' own cpu backend and with sums written out. */
import * as tf from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { quietCpu } from "../../../lib/backend/quiet-cpu.ts";
import { startWasm } from "../../../lib/backend/wasm/start.ts";

const events = ["uncaughtException", "unhandledRejection"] as const;
const listeners = (): number[] => events.map((event) => process.listenerCount(event));
let listenersBefore: number[];

beforeAll(async () => {
  quietCpu();
  listenersBefore = listeners();
  await startWasm();
});

/** Every test gives back all that it took, also what kernels take in between. */
let before: tf.MemoryInfo;
let dataBefore: number;
const dataCount = (): number => tf.engine().backend.numDataIds();
beforeEach(async () => {
  await tf.setBackend("wasm");
  before = tf.memory();
  dataBefore = dataCount();
  tf.engine().startScope();
});
afterEach(async () => {
  tf.engine().endScope();
  await tf.setBackend("wasm");
  expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
  expect(dataCount()).toBe(dataBefore);
});

/** What `run` returns on wasm and on cpu, from the same numbers. */
async function onBoth(run: () => tf.Tensor | tf.Tensor[]): Promise<{ wasm: number[][]; cpu: number[][] }> {
  const read = (): number[][] => tf.tidy(() => [run()].flat().map((tensor) => [...tensor.shape, ...tensor.dataSync()]));
  const wasm = read();
  await tf.setBackend("cpu");
  const cpu = read();
  await tf.setBackend("wasm");
  return { wasm, cpu };
}

async function expectSame(run: () => tf.Tensor | tf.Tensor[]): Promise<void> {
  const { wasm, cpu } = await onBoth(run);
  expect(wasm.map((each) => each.length)).toEqual(cpu.map((each) => each.length));
  wasm.flat().forEach((number, i) => {
    const expected = cpu.flat()[i]!;
    if (!Number.isFinite(expected)) expect(number).toBe(expected);
    else
      expect(Math.abs(number - expected), `${number} for ${expected}`).toBeLessThanOrEqual(
        1e-4 * (1 + Math.abs(expected)),
      );
  });
}

/** Numbers that are the same on each backend. */
const numbers = (shape: number[], seed = 1): tf.Tensor => tf.randomUniform(shape, -1, 1, "float32", seed);

/** Numbers that arithmetic is quick to get wrong. */
const special = (): tf.Tensor => tf.tensor2d([...Array(8).fill(1), Infinity, NaN, ...Array(8).fill(0)], [9, 2]);

type Loss = (x: tf.Tensor, w: tf.Tensor) => tf.Scalar;
const convolved =
  ({ strides, pad }: { strides: number | readonly number[]; pad: "same" | "valid" | number }): Loss =>
  (x, w) =>
    tf
      .conv2d(x as tf.Tensor4D, w as tf.Tensor4D, strides as number, pad)
      .square()
      .sum();
const convolvedByChannel: Loss = (x, w) =>
  tf
    .depthwiseConv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, "same")
    .square()
    .sum();

/** The loss of each epoch. */
async function trainClassifier(): Promise<number[]> {
  const model = tf.sequential({
    layers: [
      tf.layers.conv2d({
        inputShape: [8, 8, 1],
        filters: 4,
        kernelSize: 3,
        activation: "relu",
        kernelInitializer: tf.initializers.glorotNormal({ seed: 1 }),
      }),
      tf.layers.maxPooling2d({ poolSize: 2 }),
      tf.layers.flatten(),
      tf.layers.dense({
        units: 3,
        activation: "softmax",
        kernelInitializer: tf.initializers.glorotNormal({ seed: 2 }),
      }),
    ],
  });
  const optimizer = tf.train.adam(0.02);
  model.compile({ optimizer, loss: "categoricalCrossentropy" });
  const [x, y] = [numbers([12, 8, 8, 1]), tf.oneHot(tf.range(0, 12, 1, "int32").mod(tf.scalar(3, "int32")).toInt(), 3)];
  const { history } = await model.fit(x, y, { epochs: 5, batchSize: 6, shuffle: false, verbose: 0 });
  for (const each of [x, y, optimizer, model]) each.dispose();
  return history.loss as number[];
}

test("starting leaves the process's own answers to errors as they were, and starts once", async () => {
  expect(tf.getBackend()).toBe("wasm");
  await startWasm();
  expect(listeners()).toEqual(listenersBefore);
});

describe("matrix products", () => {
  const size = fc.constantFrom(1, 2, 3, 7, 8, 9, 17);
  const shape = fc.record({ rows: size, inner: size, columns: size });
  const batch = fc.constantFrom(
    [[], []],
    [[3], [3]],
    [
      [2, 3],
      [2, 3],
    ],
    [[3], []],
    [[], [2]],
    [[1], [4]],
    [
      [2, 3],
      [1, 3],
    ],
  );

  test("are the cpu backend's, transposed or not, in batches or alone", async () => {
    await fc.assert(
      fc.asyncProperty(
        shape,
        batch,
        fc.boolean(),
        fc.boolean(),
        async ({ rows, inner, columns }, [left, right], ta, tb) => {
          await expectSame(() => {
            const a = numbers([...left!, ...(ta ? [inner, rows] : [rows, inner])], 1);
            const b = numbers([...right!, ...(tb ? [columns, inner] : [inner, columns])], 2);
            return tf.matMul(a, b, ta, tb);
          });
        },
      ),
      { numRuns: 100 },
    );
  });

  test("repeat each side's batch along the other's axes", () => {
    const [rows, inner, columns] = [9, 2, 3];
    const a = numbers([2, 1, rows, inner]);
    const b = numbers([1, 3, inner, columns], 2);
    const expected = Array.from({ length: 2 * 3 }, (_, i) =>
      tf.matMul(
        a.slice([Math.floor(i / 3)], [1]).reshape([rows, inner]),
        b
          .reshape([3, inner, columns])
          .slice([i % 3], [1])
          .reshape([inner, columns]),
      ),
    );
    const product = tf.matMul(a, b);
    expect(product.shape).toEqual([2, 3, rows, columns]);
    expect([...product.dataSync()]).toEqual([...tf.stack(expected).dataSync()]);
  });

  test("see what an operand is now, not what another of its size was", () => {
    for (const seed of [1, 2, 3]) {
      const a = numbers([2, 9, 9], seed);
      const eye = tf.eye(9).expandDims(0).tile([2, 1, 1]);
      expect([...tf.matMul(a, eye).dataSync()]).toEqual([...a.dataSync()]);
      a.dispose();
    }
  });

  test("carry NaN and infinities, and are refused when sides do not fit", async () => {
    await expectSame(() => tf.matMul(special(), tf.ones([2, 9]).mul(2)));
    await expectSame(() => tf.matMul(special(), special(), true, false));
    expect(() => tf.matMul(tf.ones([9, 2]), tf.ones([3, 9]))).toThrow(/inner shapes/);
  });
});

describe("a convolution trains", () => {
  const layouts = [
    { size: [1, 5, 5, 1], kernel: [3, 3, 1, 1], strides: 1, pad: "same" },
    { size: [2, 6, 7, 3], kernel: [3, 2, 3, 4], strides: [2, 1], pad: "same" },
    { size: [2, 7, 6, 2], kernel: [2, 3, 2, 3], strides: [2, 3], pad: "valid" },
    { size: [1, 1, 1, 2], kernel: [1, 1, 2, 2], strides: 1, pad: "valid" },
    { size: [1, 4, 4, 1], kernel: [5, 5, 1, 2], strides: 1, pad: 2 },
    { size: [2, 5, 5, 2], kernel: [1, 1, 2, 2], strides: 3, pad: "valid" },
  ] as const;

  test.each(layouts)("$kernel over $size, strides $strides, pad $pad", async ({ size, kernel, strides, pad }) => {
    await expectSame(() => {
      return tf.grads(convolved({ strides, pad }))([numbers([...size]), numbers([...kernel], 2)]);
    });
  });

  test("with channels before height and width", async () => {
    await expectSame(() =>
      tf
        .engine()
        .runKernel(
          "Conv2DBackpropFilter",
          { x: numbers([2, 3, 5, 4]), dy: numbers([2, 4, 5, 4], 2) },
          { strides: [1, 1], pad: "same", dataFormat: "NCHW", filterShape: [3, 3, 3, 4] },
        ),
    );
  });

  test("each channel by itself", async () => {
    await expectSame(() => {
      return tf.grads(convolvedByChannel)([numbers([2, 5, 4, 3]), numbers([3, 3, 3, 2], 2)]);
    });
  });

  test("in a classifier of tfjs-layers, to the losses of the cpu backend", async () => {
    const ours = await trainClassifier();
    await tf.setBackend("cpu");
    const theirs = await trainClassifier();
    expect(ours.at(-1)!).toBeLessThan(ours[0]!);
    ours.forEach((loss, i) => expect(loss).toBeCloseTo(theirs[i]!, 4));
  });
});

describe("gradients of negative and positive numbers", () => {
  type Layer = (x: tf.Tensor) => tf.Tensor;
  const pictures: Record<string, Layer> = {
    "max pooling": (x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"),
    "max pooling with overlap": (x) => tf.maxPool(x as tf.Tensor4D, 3, 1, "same"),
    "mean pooling": (x) => tf.avgPool(x as tf.Tensor4D, 2, 1, "same"),
    "resizing to the nearest": (x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [7, 9]),
    "normalising over channels": (x) => tf.localResponseNormalization(x as tf.Tensor4D, 1, 1, 0.5, 0.7),
    "transposed convolution": (x) =>
      tf.conv2dTranspose(x as tf.Tensor4D, numbers([3, 3, 2, 3], 5) as tf.Tensor4D, [2, 10, 8, 2], 2, "same"),
    elu: tf.elu,
    "leaky relu": (x) => tf.leakyRelu(x, 0.3),
    selu: tf.selu,
    softmax: (x) => tf.softmax(x),
    "log softmax": (x) => tf.logSoftmax(x),
    "cumulative sums": (x) => tf.cumsum(x, 3),
    "sorted places": (x) => tf.gather(x, tf.tensor1d([1, 0, 1, 4, 4], "int32"), 1),
    padding: (x) => tf.pad(x, [[0, 0], [1, 2], [0, 1], [0, 0]]),
    reflecting: (x) => tf.mirrorPad(x, [[0, 0], [1, 2], [0, 1], [0, 0]], "reflect"),
    slicing: (x) => tf.slice(x, [0, 1, 1, 0], [2, 3, 2, 2]),
    maxima: (x) => tf.max(x, [1, 2]),
    "products of many": (x) => tf.prod(x, 2),
    deviations: (x) => tf.moments(x, [0, 1, 2]).variance,
    clipping: (x) => tf.clipByValue(x, -0.3, 0.4),
  }; // prettier-ignore

  test.each(Object.entries(pictures))("%s", async (_, layer) => {
    await expectSame(() => {
      const weighted = (x: tf.Tensor): tf.Scalar => {
        const y = layer(x);
        return y.mul(numbers(y.shape, 7)).sum();
      };
      return tf.grad(weighted)(numbers([2, 5, 4, 3], 3));
    });
  });

  // the cpu backend has none for pictures that are not square
  test.each([
    [5, 4],
    [4, 5],
    [4, 4],
  ])("resizing between points, a linear function, whose gradient gives back its values: %i × %i", (height, width) => {
    const f = (x: tf.Tensor): tf.Scalar =>
      tf.image
        .resizeBilinear(x as tf.Tensor4D, [7, 9], true)
        .mul(numbers([2, 7, 9, 3], 7))
        .sum();
    const [x, other] = [numbers([2, height, width, 3], 3), numbers([2, height, width, 3], 4)];
    expect(tf.grad(f)(x).mul(other).sum().dataSync()[0]).toBeCloseTo(f(other).dataSync()[0]!, 4);
  });

  const bodies: Record<string, Layer> = {
    "max pooling": (x) => tf.maxPool3d(x as tf.Tensor5D, 2, 1, "same"),
    "mean pooling": (x) => tf.avgPool3d(x as tf.Tensor5D, 2, 1, "same"),
    convolution: (x) => tf.conv3d(x as tf.Tensor5D, numbers([2, 2, 2, 2, 3], 5) as tf.Tensor5D, 1, "same"),
  };

  test.each(Object.entries(bodies))("in three dimensions: %s", async (_, layer) => {
    await expectSame(() => {
      const weighted = (x: tf.Tensor): tf.Scalar => {
        const y = layer(x);
        return y.mul(numbers(y.shape, 7)).sum();
      };
      return tf.grad(weighted)(numbers([1, 3, 4, 3, 2], 3));
    });
  });
});

describe("what the backend lacks or gets wrong", () => {
  test("a look-up in a table has a gradient, and rows that are looked up twice add up", async () => {
    await expectSame(() => {
      const ids = tf.tensor1d([2, 0, 2, 4], "int32");
      return tf.grad((table: tf.Tensor) => tf.gather(table, ids).square().sum())(numbers([5, 3]));
    });
  });

  test("sums by segment leave out rows of no segment", () => {
    const sums = tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4, 8]), tf.tensor1d([1, -1, 7, 1], "int32"), 3);
    expect([...sums.dataSync()]).toEqual([0, 9, 0]);
  });

  test("of integers stay integers", async () => {
    await expectSame(() => tf.unsortedSegmentSum(tf.tensor1d([1, 2, 4], "int32"), tf.tensor1d([1, 0, 1], "int32"), 2));
  });

  test("sums over named axes", async () => {
    await expectSame(() => tf.einsum("bij,bjk->bik", numbers([2, 3, 4]), numbers([2, 4, 5], 2)));
  });

  test.each(["float32", "int32", "bool"] as const)(
    "rows of a unit matrix are %s where that is asked for",
    async (dtype) => {
      await expectSame(() => tf.oneHot(tf.tensor1d([0, 2, 5], "int32"), 3, 1, 0, dtype));
    },
  );

  test("complex numbers are refused by name", () => {
    expect(() => tf.complex([1], [2])).toThrow(/'Complex' not registered.*'wasm'/);
  });
});
