/** Exercise 6.4: how many numbers a block has, and how many multiplications it takes. */
import { countTransformerBlock } from "../../models/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

export interface BlockCount {
  /** Weights of the matrices, without biases and norms. */
  parameters: number;
  /** For a text of `length` tokens: projections, scores, weighted sums, feed-forward. */
  multiplications: number;
}

/** What the student writes. The feed-forward layer is four times as wide inside. */
export type CountBlock = (dModel: number, length: number) => BlockCount;

/** 12 dModel² parameters; length · 12 dModel² + 2 length² dModel multiplications, on random sizes. */
export function checkCountBlock(countBlock: CountBlock, options?: CheckOptions): Feedback {
  return judge((die) => {
    const [dModel, length] = [8 * (1 + die.int(16)), 2 + die.int(500)];
    const { parameters, multiplications } = written(countBlock(dModel, length));
    // the library counts without biases, and two norms of 2 · dModel
    const right = countTransformerBlock([dModel, 4 * dModel], { bias: false }) - 4 * dModel;
    if (parameters === right - dModel ** 2)
      return "One matrix is missing: after attention its heads go through an output projection.";
    if (parameters === right - 4 * dModel ** 2) return "The feed-forward layer has two matrices: up and down again.";
    if (parameters !== right) return `For dModel ${dModel}: expected ${right} parameters, got ${parameters}.`;
    const work = length * right + 2 * length ** 2 * dModel;
    if (multiplications === length * right)
      return "The pairs are missing: every query meets every key, and every weight a value.";
    if (multiplications === length * right + 2 * length * dModel)
      return "Scores are counted once for each token, but every token asks every other: length², not length.";
    if (multiplications === length * right + length ** 2 * dModel)
      return "Half of the pairs' work is missing: scores, and then weights times values.";
    if (multiplications !== work)
      return `For dModel ${dModel} and ${length} tokens: expected ${work} multiplications, got ${multiplications}.`;
    return undefined;
  }, options);
}
