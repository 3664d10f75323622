/** Exercise 6.4: ALiBi, attention that fades with distance. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: what is added to the scores, `[head, query, key]`. */
export type AlibiBias = (heads: number, length: number) => number[][][];

/** 0 on the diagonal, −slope for each token of distance, slope 2^(−8 h / heads) for head h = 1 … heads. */
export function checkAlibi(alibiBias: AlibiBias, options?: CheckOptions): Feedback {
  return judge((die) => {
    const [heads, length] = [2 ** (1 + die.int(3)), 3 + die.int(6)];
    const bias = written(alibiBias(heads, length));
    const fits =
      Array.isArray(bias) &&
      bias.length === heads &&
      bias.every((head) => head.length === length && head.every((row) => row.length === length));
    if (!fits) return `For ${heads} heads and ${length} tokens: ${heads} tables of ${length} × ${length} are expected.`;
    const slopes = bias.map((head) => -head[length - 1]![length - 2]!);
    if (bias.some((head) => head.some((row, i) => row[i] !== 0)))
      return "A token is no distance from itself: the diagonal is 0.";
    if (slopes.some((slope) => slope < 0)) return "Far tokens get brighter: what is added must be negative.";
    if (new Set(slopes).size === 1)
      return "All heads have the same slope. Each sees another distance: 2^(−8 h / heads).";
    const first = slopes.findIndex((slope, h) => Math.abs(slope - 2 ** ((-8 * (h + 1)) / heads)) > 1e-12);
    if (first >= 0)
      return `Head ${first + 1} of ${heads} has slope ${slopes[first]}; 2^(−8 · ${first + 1} / ${heads}) is ${2 ** ((-8 * (first + 1)) / heads)}. Do heads count from 1?`;
    for (const [h, head] of bias.entries())
      for (let i = 0; i < length; i++)
        for (let j = 0; j <= i; j++)
          if (Math.abs(head[i]![j]! + slopes[h]! * (i - j)) > 1e-12)
            return `Query ${i} and key ${j} are ${i - j} apart: ${-slopes[h]! * (i - j)} is expected, got ${head[i]![j]}. The loss is in proportion to the distance.`;
    return undefined;
  }, options);
}
