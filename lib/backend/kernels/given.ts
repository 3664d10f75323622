/** Inputs that a call may leave out. */
import type { TensorInfo } from "@tensorflow/tfjs";

/** What every fused kernel takes besides what it multiplies or convolves. */
export interface FusedInputs {
  bias?: TensorInfo | null;
  /** The slopes of `prelu`. */
  preluActivationWeights?: TensorInfo | null;
}

/** Those that are there, in the same order. */
export function given(inputs: readonly (TensorInfo | null | undefined)[]): TensorInfo[] {
  return inputs.filter((each) => each !== undefined && each !== null);
}
