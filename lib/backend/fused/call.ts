/** What the fused operations share: when they run, how they are called, and what they say of wrong arguments. */
import { customGrad, engine } from "@tensorflow/tfjs";
import type { GradSaveFunc, NamedTensorMap, Tensor } from "@tensorflow/tfjs";
import { OnnxBackend } from "../backend.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";

/** Whether these tensors go into a kernel of this backend: else the readable version does the work. */
export function canFuse(...tensors: readonly Tensor[]): boolean {
  return engine().backend instanceof OnnxBackend && tensors.every(({ dtype, size }) => size > 0 && dtype !== "bool");
}

/** Call a kernel that is registered for this backend only. */
export function callFused(kernelName: string, inputs: Readonly<Record<string, Tensor>>, attributes = {}): Tensor[] {
  const outputs = engine().runKernel(kernelName, inputs as NamedTensorMap, attributes) as Tensor | Tensor[];
  return Array.isArray(outputs) ? outputs : [outputs];
}

export interface Differentiable {
  /** The value, and what the gradient needs. */
  forward(): { value: Tensor; saved: Tensor[] };
  /** From the gradient of the value, and what was saved, the gradients of all inputs. */
  backward(dy: Tensor, saved: Tensor[]): Tensor[];
}

/** The value of `forward`, of which tfjs knows that it depends on `inputs`, and how. */
export function differentiable(inputs: readonly Tensor[], { forward, backward }: Differentiable): Tensor {
  const call = customGrad((...parameters) => {
    const save = parameters.at(-1) as GradSaveFunc;
    const { value, saved } = forward();
    save(saved);
    return { value, gradFunc: backward };
  });
  return call(...inputs);
}

export function expectShape(name: string, tensor: Tensor, shape: readonly number[]): void {
  if (shape.length !== tensor.shape.length || shape.some((length, axis) => length !== tensor.shape[axis]))
    throw new Error(`${name}: expected shape [${shape.join(", ")}], got [${tensor.shape.join(", ")}]`);
}

export function expectType(name: string, tensor: Tensor, dtype: "float32" | "int32"): void {
  if (tensor.dtype !== dtype) throw new Error(`${name}: expected ${dtype}, got ${tensor.dtype}`);
}

export function expectIndices(name: string, indices: Int32Array, below: number): void {
  for (const index of indices)
    if (index < 0 || index >= below) throw new Error(`${name}: expected 0 to ${below - 1}, got ${index}`);
}

/** The same, unless a pending kernel is still to make them. */
export function expectKnownIndices(name: string, { dataId }: Tensor, below: number): void {
  const { values } = (engine().backend as OnnxBackend).datum(dataId);
  if (values instanceof Int32Array) expectIndices(name, values, below);
}

/** Subtle: ONNX counts negative ones from the end. Here these become too large, and so fail when they are used. */
export function indicesOf(graph: GraphBuilder, indices: Name, below: number): Name {
  const isNegative = graph.op("Less", [indices, graph.scalar(0, "int32")]);
  return graph.op("Where", [isNegative, graph.scalar(below, "int32"), indices]);
}
