/** The Gaussian error linear unit. Reference: Hendrycks and Gimpel 2016, "Gaussian Error Linear Units", section 2. */
import { add, erf, mul, sigmoid, tanh, tidy } from "@tensorflow/tfjs";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { callFused, canFuse, differentiable, expectType } from "./call.ts";
import { addQuickGelu, addQuickGeluSlope } from "./quick-gelu-graph.ts";

/** How Φ(x), the normal distribution function, is computed; see `gelu`. */
export type GeluForm = "erf" | "tanh" | "sigmoid";

export interface GeluOptions {
  form?: GeluForm;
}

/**
 * x · Φ(x), by form: `erf` (the default) x/2 · (1 + erf(x/√2)), which is exact; `tanh` x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)));
 * `sigmoid` x / (1 + exp(−1.702 x)).
 *
 * One kernel forward and one backward on the backend `onnx`, else `readableGelu`. It has first derivatives only.
 *
 * @param x Any shape, float32.
 */
export function gelu<T extends Tensor>(x: T, { form = "erf" }: GeluOptions = {}): T {
  expectForm(form);
  expectType("x", x, "float32");
  if (!canFuse(x)) return readableGelu(x, { form });
  return differentiable([x], {
    forward: () => ({ value: callFused("Gelu", { x }, { form })[0]!, saved: [x] }),
    backward: (dy, [x]) => callFused("GeluGrad", { dy, x: x! }, { form }),
  }) as T;
}

/** What `gelu` computes, in the words of its formula. */
export function readableGelu<T extends Tensor>(x: T, { form = "erf" }: GeluOptions = {}): T {
  expectForm(form);
  return tidy(() => {
    if (form === "sigmoid") return mul(x, sigmoid(mul(x, steepness)));
    if (form === "erf") return mul(mul(x, 0.5), add(erf(mul(x, Math.SQRT1_2)), 1));
    const inner = mul(add(x, mul(mul(mul(x, x), x), cubic)), outer);
    return mul(mul(x, 0.5), add(tanh(inner), 1));
  });
}

const steepness = 1.702;
const cubic = 0.044715;
const outer = Math.sqrt(2 / Math.PI);

function expectForm(form: string): void {
  if (!(form in gradients)) throw new Error(`form: expected erf, tanh or sigmoid, got ${form}`);
}

/** Φ(x) + x φ(x), where φ is the derivative of Φ, the normal density. */
function ofErf(graph: GraphBuilder, x: Name): Name {
  const op = (type: string, ...inputs: Name[]): Name => graph.op(type, inputs);
  const number = (value: number): Name => graph.scalar(value);
  const doubled = op("Add", op("Erf", op("Mul", x, number(Math.SQRT1_2))), number(1));
  const density = op("Exp", op("Mul", op("Mul", x, x), number(-0.5)));
  const slope = op("Mul", op("Mul", x, number(1 / Math.sqrt(2 * Math.PI))), density);
  return op("Add", op("Mul", doubled, number(0.5)), slope);
}

/** With t the hyperbolic tangent, (1 + t) / 2 + x / 2 · (1 − t²) · √(2/π) (1 + 3 · 0.044715 x²). */
function ofTanh(graph: GraphBuilder, x: Name): Name {
  const op = (type: string, ...inputs: Name[]): Name => graph.op(type, inputs);
  const number = (value: number): Name => graph.scalar(value);
  const squared = op("Mul", x, x);
  const inner = op("Mul", op("Add", op("Mul", squared, number(outer * cubic)), number(outer)), x);
  const t = op("Tanh", inner);
  const half = op("Mul", op("Add", t, number(1)), number(0.5));
  const steep = op("Mul", op("Add", op("Mul", squared, number(3 * outer * cubic)), number(outer)), x);
  // (1 − t²) / 2 = half · (1 − t)
  const slope = op("Mul", op("Mul", half, op("Sub", number(1), t)), steep);
  return op("Add", half, slope);
}

const gradients = {
  erf: ofErf,
  tanh: ofTanh,
  sigmoid: (graph, x) => addQuickGeluSlope(graph, x, steepness),
} satisfies Record<GeluForm, (graph: GraphBuilder, x: Name) => Name>;

function forward(graph: GraphBuilder, x: Name, form: GeluForm): Name {
  if (form === "sigmoid") return addQuickGelu(graph, x, steepness);
  return graph.microsoft(form === "erf" ? "Gelu" : "FastGelu", [x]);
}

interface Attributes {
  form: GeluForm;
}

export const geluKernels: KernelTable = {
  Gelu: kernel<{ x: TensorInfo }, Attributes>(({ x }, { form }, backend) =>
    record(backend, `Gelu ${form}`, [x], x, (graph, [name]) => {
      // of these operators one refuses a number without axes
      const y = forward(graph, x.shape.length === 0 ? graph.reshape(name!, [1]) : name!, form);
      return x.shape.length === 0 ? graph.reshape(y, []) : y;
    }),
  ),
  GeluGrad: kernel<{ dy: TensorInfo; x: TensorInfo }, Attributes>(({ dy, x }, { form }, backend) =>
    record(backend, `GeluGrad ${form}`, [dy, x], x, (graph, [dy, x]) =>
      graph.op("Mul", [gradients[form](graph, x!), dy!]),
    ),
  ),
};
