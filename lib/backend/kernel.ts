/** How a kernel is written: a function of tfjs' inputs and attributes that records operators. */
import type { DataType, TensorInfo } from "@tensorflow/tfjs";
import type { OnnxBackend } from "./backend.ts";
import type { Build, RecordOptions } from "./datum.ts";

/**
 * Records what the call `{ inputs, attrs }` computes and returns its results, or returns undefined to leave this call to
 * the cpu backend. Throws what is wrong with the call, as tfjs' own backends do.
 *
 * It is only asked about float32, int32 and bool inputs, none of them empty.
 */
export type Kernel<Inputs = unknown, Attributes = unknown> = (
  inputs: Inputs,
  attributes: Attributes,
  backend: OnnxBackend,
) => TensorInfo | TensorInfo[] | undefined;

/** Kernels by tfjs' names. */
export type KernelTable = Readonly<Record<string, Kernel>>;

/** A kernel with the types of its inputs and attributes, which tfjs keeps by name only. */
export function kernel<Inputs, Attributes = object>(run: Kernel<Present<Inputs>, Attributes>): Kernel {
  return run as Kernel;
}

/** tfjs' types of inputs say of each that it may be missing. */
type Present<Inputs> = { [Name in keyof Inputs]: NonNullable<Inputs[Name]> };

/** Record a kernel with one result. */
export function record(
  backend: OnnxBackend,
  key: string,
  inputs: readonly TensorInfo[],
  output: { shape: readonly number[]; dtype: DataType },
  build: Build,
  options?: RecordOptions,
): TensorInfo {
  return backend.record(key, inputs, [output], build, options)[0]!;
}
