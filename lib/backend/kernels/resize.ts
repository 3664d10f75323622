/**
 * Pictures in other sizes, and the gradients.
 *
 * Rows and columns are taken each for itself: an output row is one input row, or a mixture of two.
 *
 * Axes: batch, y, x, channel.
 */
import type { ResizeBilinearAttrs, ResizeBilinearGradInputs, ResizeBilinearInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { Kernel, KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { list } from "./compose.ts";
import { bilinear, nearest } from "./resize-axis.ts";
import type { Corners, Mixture } from "./resize-axis.ts";

type Sizes = readonly [number, number, number, number];

export const resizing: KernelTable = {
  ResizeNearestNeighbor: resized("ResizeNearestNeighbor", (graph, x, { from, to, corners }) => {
    const rows = graph.op("Gather", [x, list(graph, nearest(from[0], to[0], corners))], { axis: 1 });
    return graph.op("Gather", [rows, list(graph, nearest(from[1], to[1], corners))], { axis: 2 });
  }),
  ResizeBilinear: resized("ResizeBilinear", (graph, x, { from, to, corners }) => {
    // in the cpu backend's order, along a row first
    const columns = mix(graph, x, bilinear(from[1], to[1], corners), 2);
    return mix(graph, columns, bilinear(from[0], to[0], corners), 1);
  }),
  // subtle: the cpu backend's own is wrong for all pictures of a batch but the first
  ResizeNearestNeighborGrad: gradient("ResizeNearestNeighborGrad", (from, to, corners) =>
    one(nearest(from, to, corners), from),
  ),
  // tfjs knows of no half pixels in this gradient
  ResizeBilinearGrad: gradient("ResizeBilinearGrad", (from, to, { alignCorners }) =>
    two(bilinear(from, to, { alignCorners }), from),
  ),
};

interface Resizing {
  /** Height and width before. */
  from: readonly [number, number];
  /** Height and width after. */
  to: readonly [number, number];
  corners: Corners;
}

function resized(name: string, build: (graph: GraphBuilder, x: Name, resizing: Resizing) => Name): Kernel {
  return kernel<ResizeBilinearInputs, ResizeBilinearAttrs>(({ images }, { size: to, ...corners }, backend) => {
    if (images.dtype !== "float32") return undefined;
    const [batch, height, width, channels] = images.shape as unknown as Sizes;
    const output = { shape: [batch, ...to, channels], dtype: images.dtype };
    return record(backend, `${name} ${to} ${keyOf(corners)}`, [images], output, (graph, [x]) =>
      build(graph, x!, { from: [height, width], to, corners }),
    );
  });
}

/** `weightsOf`: for an axis, [from, to], how much of each number went where; `from` before it was resized. */
function gradient(name: string, weightsOf: (from: number, to: number, corners: Corners) => Float32Array): Kernel {
  return kernel<ResizeBilinearGradInputs, Corners>(({ images, dy }, corners, backend) => {
    if (dy.dtype !== "float32") return undefined;
    const [, height, width] = images.shape as unknown as Sizes;
    const [, outHeight, outWidth] = dy.shape as unknown as Sizes;
    const output = { shape: images.shape, dtype: dy.dtype };
    return record(backend, `${name} ${images.shape} ${keyOf(corners)}`, [dy], output, (graph, [dy]) =>
      gather(graph, dy!, {
        from: [outHeight, outWidth],
        to: images.shape as unknown as Sizes,
        weights: [weightsOf(height, outHeight, corners), weightsOf(width, outWidth, corners)],
      }),
    );
  });
}

function keyOf({ alignCorners, halfPixelCenters = false }: Corners): string {
  return `${alignCorners} ${halfPixelCenters}`;
}

/** Between the number before and the one after, along an axis. */
function mix(graph: GraphBuilder, x: Name, mixtures: readonly Mixture[], axis: 1 | 2): Name {
  const taken = (places: readonly number[]): Name => graph.op("Gather", [x, list(graph, places)], { axis });
  const before = taken(mixtures.map((each) => each.before));
  const after = taken(mixtures.map((each) => each.after));
  const shape = axis === 1 ? [mixtures.length, 1, 1] : [mixtures.length, 1];
  const share = graph.tensor({ type: "float32", shape, data: Float32Array.from(mixtures, ({ share }) => share) });
  return graph.op("Add", [before, graph.op("Mul", [graph.op("Sub", [after, before]), share])]);
}

interface Gathering {
  /** Height and width of what comes. */
  from: readonly [number, number];
  to: Sizes;
  /** For height and width: [to, from], how much of each number goes where. */
  weights: readonly [Float32Array, Float32Array];
}

/** Bring each number back to those that it was made of: a product of matrices for rows, and one for columns. */
function gather(graph: GraphBuilder, dy: Name, { from, to, weights }: Gathering): Name {
  const [batch, height, width, channels] = to;
  const [rows, columns] = weights.map((data, axis) =>
    graph.tensor({ type: "float32", shape: [to[1 + axis]!, from[axis]!], data }),
  ) as [Name, Name];
  const byRows = graph.op("MatMul", [rows, graph.reshape(dy, [batch, from[0], from[1] * channels])]);
  const byColumns = graph.op("MatMul", [columns, graph.reshape(byRows, [batch * height, from[1], channels])]);
  return graph.reshape(byColumns, [batch, height, width, channels]);
}

/** The weights where each output number is one input number. */
function one(taken: readonly number[], size: number): Float32Array {
  const weights = new Float32Array(size * taken.length);
  taken.forEach((at, i) => (weights[at * taken.length + i] = 1));
  return weights;
}

/** The weights where each is a mixture of two, which may be the same. */
function two(mixtures: readonly Mixture[], size: number): Float32Array {
  const weights = new Float32Array(size * mixtures.length);
  mixtures.forEach(({ before, after, share }, i) => {
    weights[before * mixtures.length + i]! += 1 - share;
    weights[after * mixtures.length + i]! += share;
  });
  return weights;
}
