/** What is learned from, and what is to become small: the part of training in which the stages differ. */
import type { Scalar } from "@tensorflow/tfjs";
import type { Rng } from "../core/index.ts";
import type { Params } from "../models/index.ts";

/** An objective for parameters of type `P`. It holds no numbers that change, so any training can be taken up again. */
export interface Objective<P extends Params, Batch = unknown> {
  /** For labels: "pre-training". */
  readonly name: string;
  /** How many steps of the optimizer one batch is for (default 1). */
  readonly stepsPerBatch?: number;
  /**
   * What the next step learns from, drawn by the die; whoever learns by trying tries here, with the parameters as they
   * are. Tensors in it are disposed after its steps.
   */
  batch(options: { rng: Rng; params: P }): Batch;
  /** The number to be made small. Pure: the gradient is taken of it. */
  loss(params: P, batch: Batch): Scalar;
}
