/** Causal attention. Reference: Vaswani et al. 2017, "Attention Is All You Need", sections 3.2.1 and 3.2.3. */
import { add, matMul, mul, softmax, tensor2d, tidy } from "@tensorflow/tfjs";
import type { Tensor, Tensor4D, TensorInfo } from "@tensorflow/tfjs";
import { kernel } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { callFused, canFuse, differentiable, expectShape, expectType } from "./call.ts";

export interface AttentionInputs {
  /** Queries, `[batch, head, pos, dHead]`, float32. */
  q: Tensor4D;
  /** Keys, the same shape. */
  k: Tensor4D;
  /** Values, the same shape. */
  v: Tensor4D;
}

/**
 * softmax(q kᵀ / √dHead) v, where each position sees itself and those before it.
 *
 * One kernel forward and one backward on the backend `onnx`, else `readableCausalAttention`. It has first derivatives only.
 *
 * @returns `[batch, head, pos, dHead]`.
 * @throws If q, k and v are not of one shape with four axes, or not float32.
 */
export function causalAttention(inputs: AttentionInputs): Tensor4D {
  const { q, k, v } = inputs;
  for (const [name, each] of Object.entries(inputs) as [string, Tensor][]) {
    if (each.rank !== 4) throw new Error(`${name}: expected [batch, head, pos, dHead], got [${each.shape.join(", ")}]`);
    expectShape(name, each, q.shape);
    expectType(name, each, "float32");
  }
  if (!canFuse(q)) return readableCausalAttention(inputs);
  return differentiable([q, k, v], {
    forward() {
      const [value, weights] = callFused("CausalAttention", { q, k, v }) as [Tensor, Tensor];
      return { value, saved: [q, k, v, value, weights] };
    },
    backward(dy, saved) {
      const [q, k, v, y, weights] = saved as [Tensor, Tensor, Tensor, Tensor, Tensor];
      return callFused("CausalAttentionGrad", { dy, q, k, v, y, weights });
    },
  }) as Tensor4D;
}

/** What `causalAttention` computes, in the words of its formula. */
export function readableCausalAttention({ q, k, v }: AttentionInputs): Tensor4D {
  const [, , positions, dHead] = q.shape;
  return tidy(() => {
    const scores = mul(matMul(q, k, false, true), 1 / Math.sqrt(dHead));
    const weights = softmax(add(scores, tensor2d(causalMask(positions), [positions, positions])));
    return matMul(weights, v);
  });
}

/** What is added to the scores, `[pos, pos]`: 0 for what a position sees, and so little for the rest that it counts 0. */
function causalMask(positions: number): Float32Array {
  return Float32Array.from({ length: positions * positions }, (_, i) =>
    i % positions <= Math.floor(i / positions) ? 0 : -1e9,
  );
}

type Names<Keys extends string> = Record<Keys, TensorInfo>;

export const causalAttentionKernels: KernelTable = {
  /** Its second result are the weights, `[batch, head, pos, pos]`. */
  CausalAttention: kernel<Names<"q" | "k" | "v">>(({ q, k, v }, _, backend) => {
    const weights = { shape: q.shape.with(3, q.shape[2]!), dtype: q.dtype };
    const work = 2 * sizeOf(weights.shape) * q.shape[3]!;
    return backend.record(
      "CausalAttention",
      [q, k, v],
      [q, weights],
      (graph, names) => addAttention(graph, names, q.shape),
      {
        work,
      },
    );
  }),
  CausalAttentionGrad: kernel<Names<"dy" | "q" | "k" | "v" | "y" | "weights">>((inputs, _, backend) => {
    const { dy, q, k, v, y, weights } = inputs;
    const work = 4 * sizeOf(weights.shape) * q.shape[3]!;
    return backend.record(
      "CausalAttentionGrad",
      [dy, q, k, v, y, weights],
      [q, q, q],
      (graph, names) => addAttentionGrad(graph, names, q.shape),
      { work },
    );
  }),
};

function product(
  graph: GraphBuilder,
  [a, b]: [Name, Name],
  { transA = 0 as 0 | 1, transB = 0 as 0 | 1, alpha = 1 },
): Name {
  return graph.microsoft("FusedMatMul", [a, b], { transA, transB, alpha: { float: alpha } });
}

function addAttention(graph: GraphBuilder, names: Name[], shape: readonly number[]): Name[] {
  const [q, k, v] = names as [Name, Name, Name];
  const [positions, dHead] = shape.slice(-2) as [number, number];
  const scores = product(graph, [q, k], { transB: 1, alpha: 1 / Math.sqrt(dHead) });
  const square = [positions, positions];
  const mask = graph.tensor({ type: "float32", shape: square, data: causalMask(positions) });
  const masked = graph.op("Add", [scores, mask]);
  // subtle: far below the largest, exponentials would be subnormal, and a softmax of them three times as slow
  const lowest = graph.op("Sub", [graph.op("ReduceMax", [masked], { axes: [-1], keepdims: 1 }), graph.scalar(80)]);
  const softmax = graph.op("Softmax", [graph.op("Max", [masked, lowest])], { axis: -1 });
  const seen = graph.tensor({
    type: "float32",
    shape: square,
    data: causalMask(positions).map((each) => Number(each === 0)),
  });
  const weights = graph.op("Mul", [softmax, seen]);
  return [product(graph, [weights, v], {}), weights];
}

/**
 * With the weights P and y = P v: dv = Pᵀ dy; the gradient of the scores is S = P ∘ (dy vᵀ − rowsum(dy ∘ y)); dq = S k / √dHead and
 * dk = Sᵀ q / √dHead. Reference for the sum over y: Dao et al. 2022, "FlashAttention", appendix B.2.
 */
function addAttentionGrad(graph: GraphBuilder, names: Name[], shape: readonly number[]): Name[] {
  const [dy, q, k, v, y, weights] = names as [Name, Name, Name, Name, Name, Name];
  const alpha = 1 / Math.sqrt(shape.at(-1)!);
  const dv = product(graph, [weights, dy], { transA: 1 });
  const incoming = product(graph, [dy, v], { transB: 1 });
  const shared = graph.op("ReduceSum", [graph.op("Mul", [dy, y]), graph.int64([3])], { keepdims: 1 });
  const scores = graph.op("Mul", [weights, graph.op("Sub", [incoming, shared])]);
  return [product(graph, [scores, k], { alpha }), product(graph, [scores, q], { transA: 1, alpha }), dv];
}
