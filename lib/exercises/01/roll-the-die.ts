/** Exercise 1.2: draw an index in proportion to its probability. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes. `p` sums to one; `rng()` gives a number in [0, 1). */
export type Sample = (p: number[], rng: () => number) => number;

const draws = 5000;

/** Frequencies against p (total variation), impossible indices, and one roll a draw. */
export function checkSample(sample: Sample, options?: CheckOptions): Feedback {
  return judge((die) => {
    const weights = Array.from({ length: 4 + die.int(4) }, () => 0.2 + die());
    weights[1 + die.int(weights.length - 2)] = 0; // an impossible one, neither first nor last
    const total = weights.reduce((sum, w) => sum + w, 0);
    const p = weights.map((w) => w / total);
    const counts = p.map(() => 0);
    let rolls = 0;
    for (let i = 0; i < draws; i++) {
      const index = written(
        sample([...p], () => {
          rolls++;
          return die();
        }),
      );
      if (!(index in counts)) return `You returned ${index}; an index from 0 to ${p.length - 1} was expected.`;
      counts[index]!++;
    }
    if (rolls !== draws)
      return `${(rolls / draws).toFixed(2)} rolls for one draw. Roll once, outside the loop: do your probabilities sum to one across tries?`;
    const impossible = p.findIndex((x, i) => x === 0 && counts[i]! > 0);
    if (impossible >= 0)
      return `Token ${impossible} has probability 0 and was drawn. Is a < meant to be <=, or the reverse?`;
    if (counts.at(-1) === 0) return "The last token never comes. Is the cumulative sum off by one?";
    if (counts[0] === 0) return "The first token never comes. Is p[i] added before or after the comparison?";
    const distance = p.reduce((sum, x, i) => sum + Math.abs(x - counts[i]! / draws), 0) / 2;
    if (distance > 0.05)
      return `Over ${draws} draws your frequencies are ${distance.toFixed(2)} from p (total variation; .05 is allowed). Does every token get a piece of [0, 1) as long as its probability?`;
    return undefined;
  }, options);
}
