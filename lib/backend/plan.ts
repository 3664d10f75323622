/**
 * Which of the recorded kernels have to run, what goes in, what comes out, and a signature of all that: two plans with
 * the same signature are the same graph with other numbers.
 */
import type { Datum } from "./datum.ts";
import { sameShape } from "./shapes.ts";
import type { Recorded } from "./datum.ts";

export interface Plan {
  /** In the order in which they were recorded, so that each comes after what it needs. */
  kernels: Recorded[];
  /** What has its numbers already. */
  leaves: Datum[];
  /** What tensors are left of, and so is kept. */
  results: Datum[];
  signature: Int32Array;
}

const dtypes = ["float32", "int32", "bool"];
const [viewMark, resultMark] = [-1, -2];

export function planOf(recorded: readonly Recorded[]): Plan {
  // an attempt that was stopped may have left its marks
  for (const kernel of recorded) {
    kernel.position = -1;
    for (const input of kernel.inputs) input.leaf = -1;
  }
  const kernels = neededOf(recorded);
  const leaves: Datum[] = [];
  const results: Datum[] = [];
  const signature: number[] = [];
  for (let position = 0; position < kernels.length; position++) {
    const kernel = kernels[position]!;
    kernel.position = position;
    signature.push(kernel.id, kernel.inputs.length);
    for (let i = 0; i < kernel.inputs.length; i++) {
      const input = kernel.inputs[i]!;
      if (input.producer) {
        signature.push(input.producer.position, input.producer.outputs.indexOf(input));
      } else {
        if (input.leaf < 0) {
          input.leaf = leaves.length;
          leaves.push(input);
          signature.push(-3 - dtypes.indexOf(input.dtype), input.shape.length, ...input.shape);
        }
        signature.push(-10 - input.leaf);
      }
      const shape = kernel.shapes[i]!;
      if (!sameShape(shape, input.shape)) signature.push(viewMark, shape.length, ...shape);
    }
  }
  for (let position = 0; position < kernels.length; position++) {
    const { outputs } = kernels[position]!;
    for (let k = 0; k < outputs.length; k++) {
      const output = outputs[k]!;
      if (output.references === 0) continue;
      results.push(output);
      signature.push(resultMark, position, k);
    }
  }
  return { kernels, leaves, results, signature: Int32Array.from(signature) };
}

/** Those whose outputs are still some tensor's data, and what these are made from. */
function neededOf(recorded: readonly Recorded[]): Recorded[] {
  const needed: Recorded[] = [];
  for (let i = recorded.length - 1; i >= 0; i--) {
    const kernel = recorded[i]!;
    if (kernel.position !== wanted && kernel.outputs.every((output) => output.references === 0)) continue;
    needed.push(kernel);
    for (const { producer } of kernel.inputs) if (producer) producer.position = wanted;
  }
  return needed.toReversed();
}

const wanted = -2;
