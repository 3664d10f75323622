/** Activation functions, for layers and for the products that are fused with one. */
import { backend_util } from "@tensorflow/tfjs";
import type { LeakyReluAttrs, PreluInputs, StepAttrs, TensorInfo, UnaryInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { keyOf } from "./compose.ts";
import { sigmoid } from "./elementwise.ts";
import { unary } from "./unary.ts";
import type { Unary } from "./unary.ts";

const elu: Unary = (graph, x) => graph.op("Elu", [x]);
const relu: Unary = (graph, x) => graph.op("Relu", [x]);
const relu6: Unary = (graph, x) => graph.op("Clip", [x, graph.scalar(0), graph.scalar(6)]);
const selu: Unary = (graph, x) =>
  graph.op("Mul", [
    graph.op("Elu", [x], { alpha: { float: backend_util.SELU_SCALEALPHA / backend_util.SELU_SCALE } }),
    graph.scalar(backend_util.SELU_SCALE),
  ]);

function leakyRelu(graph: GraphBuilder, x: Name, alpha: number): Name {
  return graph.op("LeakyRelu", [x], { alpha: { float: alpha } });
}

/** `x` where it is not negative, else `alpha · x`; both shapes are spread. */
function prelu(graph: GraphBuilder, x: Name, alpha: Name): Name {
  // a factor and no choice between two products: a -0 that was chosen would be 0
  return graph.op("Mul", [x, graph.op("Where", [graph.op("Less", [x, graph.scalar(0)]), alpha, graph.scalar(1)])]);
}

/** How a fused kernel names what is applied to its result. */
export interface FusedActivation {
  activation: string | undefined;
  leakyreluAlpha?: number | undefined;
  /** The name of the weights of `prelu`. */
  alpha?: Name | undefined;
}

/** Apply the activation of a fused kernel. Throws tfjs' error for one that it does not have. */
export function activate(
  graph: GraphBuilder,
  x: Name,
  { activation = "linear", alpha, leakyreluAlpha = 0 }: FusedActivation,
): Name {
  const plain = fused[activation as keyof typeof fused];
  if (plain) return plain(graph, x);
  return activation === "prelu" ? prelu(graph, x, alpha!) : leakyRelu(graph, x, leakyreluAlpha);
}

const fused = { linear: (_, x) => x, elu, relu, relu6, sigmoid } satisfies Record<string, Unary>;

/** Whether `activate` has it; else the error is the cpu backend's. */
export function isActivation(name: string | undefined): boolean {
  return name === undefined || name === null || name in fused || name === "prelu" || name === "leakyrelu";
}

/** 1 where x > 0, NaN where it is NaN, else alpha. */
function step(graph: GraphBuilder, x: Name, { alpha, dtype }: { alpha: number; dtype: "float32" | "int32" }): Name {
  // the derivative of relu, and so in every step of a training: two operators instead of four
  if (alpha === 0 && dtype === "float32") return graph.op("Sign", [relu(graph, x)]);
  const isPositive = graph.op("Greater", [x, graph.scalar(0, dtype)]);
  const chosen = graph.op("Where", [isPositive, graph.scalar(1, dtype), graph.scalar(alpha, dtype)]);
  return dtype === "int32" ? chosen : graph.op("Where", [graph.op("Equal", [x, x]), chosen, x]);
}

export const activations: KernelTable = {
  Elu: unary("Elu", elu),
  EluGrad: kernel<{ dy: TensorInfo; y: TensorInfo }>(({ dy, y }, _, backend) => {
    if (dy.dtype !== "float32" || y.dtype !== "float32") return undefined;
    return record(backend, "EluGrad", [dy, y], y, (graph, [dy, y]) => {
      const isPositive = graph.op("GreaterOrEqual", [y!, graph.scalar(0)]);
      const slope = graph.op("Where", [isPositive, graph.scalar(1), graph.op("Add", [y!, graph.scalar(1)])]);
      return graph.op("Mul", [dy!, slope]);
    });
  }),
  LeakyRelu: kernel<UnaryInputs, LeakyReluAttrs>(({ x }, { alpha }, backend) =>
    x.dtype === "float32"
      ? record(backend, `LeakyRelu ${keyOf(alpha)}`, [x], x, (graph, [x]) => leakyRelu(graph, x!, alpha))
      : undefined,
  ),
  Prelu: kernel<PreluInputs>(({ x, alpha }, _, backend) => {
    if (x.dtype !== "float32" || alpha.dtype !== "float32") return undefined;
    const shape = backend_util.assertAndGetBroadcastShape(x.shape, alpha.shape);
    return record(backend, "Prelu", [x, alpha], { shape, dtype: "float32" }, (graph, [x, alpha]) =>
      prelu(graph, x!, alpha!),
    );
  }),
  Relu6: unary("Relu6", relu6),
  Selu: unary("Selu", selu),
  Step: kernel<UnaryInputs, StepAttrs>(({ x }, { alpha }, backend) => {
    const { dtype } = x;
    if (dtype !== "float32" && dtype !== "int32") return undefined;
    return record(backend, `Step ${keyOf(alpha)}`, [x], x, (graph, [x]) => step(graph, x!, { alpha, dtype }));
  }),
};
