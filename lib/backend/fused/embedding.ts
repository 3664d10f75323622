/** Rows of a table by their numbers, and where their gradients go. */
import { gather } from "@tensorflow/tfjs";
import type { Tensor, Tensor2D, TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { elementType } from "../onnx/proto.ts";
import { sizeOf } from "../shapes.ts";
import {
  callFused,
  canFuse,
  differentiable,
  expectIndices,
  expectKnownIndices,
  expectType,
  indicesOf,
} from "./call.ts";

/**
 * The rows of `table` that `ids` name: `[..., dModel]`.
 *
 * On the backend `onnx` the gradient of a small table is one product of matrices; there a gradient that is not finite reaches rows
 * beside its own. Elsewhere it is `readableEmbedding`. It has first derivatives only.
 *
 * @param table `[vocab, dModel]`, float32.
 * @param ids `[...]`, int32, 0 to vocab − 1. Those still to be computed are checked when the result is read.
 * @throws If the shapes or types are others, or an id is beyond the table.
 */
export function embedding(table: Tensor2D, ids: Tensor): Tensor {
  if (table.rank !== 2)
    throw new Error(`table: expected shape [vocab, dModel], got [${(table as Tensor).shape.join(", ")}]`);
  expectType("table", table, "float32");
  expectType("ids", ids, "int32");
  if (!canFuse(table, ids)) return readableEmbedding(table, ids);
  const [vocab] = table.shape;
  expectKnownIndices("ids", ids, vocab);
  return differentiable([table], {
    forward: () => ({ value: callFused("Embedding", { table, ids })[0]!, saved: [ids] }),
    backward: (dy, [ids]) => callFused("EmbeddingGrad", { dy, ids: ids! }, { vocab }),
  });
}

/** What `embedding` computes, in plain tfjs. */
export function readableEmbedding(table: Tensor2D, ids: Tensor): Tensor {
  expectIndices("ids", ids.dataSync() as Int32Array, table.shape[0]);
  return gather(table, ids);
}

export const embeddingKernels: KernelTable = {
  Embedding: kernel<{ table: TensorInfo; ids: TensorInfo }>(({ table, ids }, _, backend) => {
    const [vocab, features] = table.shape as [number, number];
    const output = { shape: [...ids.shape, features], dtype: table.dtype };
    return record(backend, "Embedding", [table, ids], output, (graph, [table, ids]) =>
      graph.op("Gather", [table!, indicesOf(graph, ids!, vocab)], { axis: 0 }),
    );
  }),
  EmbeddingGrad: kernel<{ dy: TensorInfo; ids: TensorInfo }, { vocab: number }>(({ dy, ids }, { vocab }, backend) => {
    const features = dy.shape.at(-1)!;
    const [shape, count] = [[vocab, features], sizeOf(ids.shape)];
    return record(backend, `EmbeddingGrad ${vocab}`, [dy, ids], { shape, dtype: dy.dtype }, (graph, [dy, ids]) => {
      const rows = graph.reshape(dy!, [count, features]);
      const places = graph.reshape(ids!, [count]);
      return vocab <= largestProduct
        ? asProduct(graph, [rows, places], vocab)
        : asScatter(graph, [rows, places], shape);
    });
  }),
};

/**
 * Up to so many rows the product with a matrix of ones and zeros is faster than adding row by row, which takes 4 ns for each number of
 * dy on one thread. Measured with 1,024 ids and 128 features, two threads.
 */
const largestProduct = 200;

function asProduct(graph: GraphBuilder, [rows, ids]: [Name, Name], vocab: number): Name {
  const zeroAndOne = graph.tensor({ type: "float32", shape: [2], data: Float32Array.of(0, 1) });
  const places = graph.op("Cast", [ids], { to: elementType.int64 });
  const hot = graph.op("OneHot", [places, graph.int64([vocab]), zeroAndOne], { axis: 0 });
  return graph.op("Gemm", [hot, rows]);
}

/** Subtle: ScatterND is faster, but its threads add to the same row at the same time and lose numbers. */
function asScatter(graph: GraphBuilder, [rows, ids]: [Name, Name], shape: readonly number[]): Name {
  const zeros = graph.op("Expand", [graph.scalar(0), graph.int64(shape)]);
  const column = graph.op("Unsqueeze", [ids, graph.int64([1])]);
  const places = graph.op("Expand", [column, graph.int64([1, shape[1]!])]);
  return graph.op("ScatterElements", [zeros, places, rows], { axis: 0, reduction: "add" });
}
