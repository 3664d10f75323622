/**
 * What every model here is: sizes, a way to start its numbers, and a pure function of numbers and input.
 *
 *     const model = gpt({ vocabSize: 96, dModel: 128, layers: 4, heads: 4, context: 64 });
 *     const params = model.init({ rng: rng(1) });
 *     const logits = model.forward(params, ids);
 */
import type { Rng } from "../core/index.ts";
import type { Params } from "./params.ts";

/** A model with parameters of type `P`. It holds no numbers itself, so one model serves any number of trained copies. */
export interface Model<P extends Params, Input, Output> {
  /** How many numbers `init` gives, computed from the sizes alone. */
  readonly parameterCount: number;
  /** Parameters to start training from. */
  init(options: { rng: Rng }): P;
  /** The same output for the same input: nothing is drawn, kept or changed. */
  forward(params: P, input: Input): Output;
}
