/**
 * What a tensor's `dataId` is: its numbers, or the kernel that will make them, which was recorded and has not run.
 */
import type { BackendValues, DataType, TensorInfo } from "@tensorflow/tfjs";
import type { GraphBuilder, Name } from "./onnx/graph-builder.ts";
import type { RuntimeTensor } from "./onnx/session.ts";

/** Several tensors may share one (a reshape changes no number): its shape is only how ONNX Runtime sees the data. */
export class Datum {
  /** Undefined until the kernel that makes it has run. */
  values: BackendValues | undefined;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  /** How many tensors it has, as tfjs counts them. */
  references = 1;
  /** The kernel that makes it, until that has run. */
  producer: Recorded | undefined;
  /** `values` as ONNX Runtime takes them, made when it is first asked for. */
  tensor: RuntimeTensor | undefined;
  /** Whether the memory of `values` is used again when it is disposed. */
  isPooled = false;
  /** The two halves of a complex64 tensor, which has no values of its own. */
  complex: { real: TensorInfo; imag: TensorInfo } | undefined;
  /** Why there are no values and never will be. */
  lost: Error | undefined;
  /** Where it stands among the inputs of the plan in the making. */
  leaf = -1;

  constructor(shape: readonly number[], dtype: DataType) {
    this.shape = shape;
    this.dtype = dtype;
  }
}

export interface OutputSpec {
  shape: readonly number[];
  dtype: DataType;
}

/** Adds a kernel's operators to a graph: from the names of its inputs to those of its outputs. */
export type Build = (graph: GraphBuilder, inputs: Name[]) => Name | Name[];

export interface RecordOptions {
  /** Multiplications and additions that it takes (default: one for each number of the outputs). */
  work?: number;
  /** Whether `build` takes one more input: a number for each place along the last axis, which it adds to its one result. */
  takesBias?: boolean;
}

/** A kernel that was called and has not run. */
export interface Recorded {
  /** The kernel with its attributes: two with the same key, and inputs of the same shapes and types, build the same. */
  key: string;
  /** Stands for the key. */
  id: number;
  inputs: Datum[];
  /** The shape in which the kernel sees each input. */
  shapes: (readonly number[])[];
  outputs: Datum[];
  build: Build;
  work: number;
  takesBias: boolean;
  /** Where it stands in the plan in the making; -1 if nobody needs it. */
  position: number;
}

/** A tensor as tfjs wants a kernel to return it. */
export function tensorInfo(datum: Datum, shape: readonly number[]): TensorInfo {
  return { dataId: datum, shape: shape as number[], dtype: datum.dtype };
}
