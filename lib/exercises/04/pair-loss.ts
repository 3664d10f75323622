/** Exercise 4.5: the loss of a reward model, for one pair. Reference: Bradley and Terry 1952. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: −log σ(chosen − rejected), in nats. */
export type PairLoss = (chosen: number, rejected: number) => number;

/** −log σ(ahead), without e to a large power. */
function exact(ahead: number): number {
  return Math.max(0, -ahead) + Math.log1p(Math.exp(-Math.abs(ahead)));
}

/** The formula, swap symmetry, its slope by finite differences, and rewards far apart. */
export function checkPairLoss(pairLoss: PairLoss, options?: CheckOptions): Feedback {
  return judge((die) => {
    const [chosen, rejected] = [4 * die() - 2, 4 * die() - 2];
    const [got, ahead] = [written(pairLoss(chosen, rejected)), chosen - rejected];
    const near = (value: number): boolean => Math.abs(got - value) < 1e-9;
    if (near(exact(-ahead)) && Math.abs(ahead) > 1e-6)
      return "The wrong way round: your loss falls when the rejected answer is liked better.";
    if (near(exact(chosen + rejected)))
      return "σ of the sum: only the difference of the two rewards can tell who wins.";
    if (near(1 / (1 + Math.exp(-ahead)))) return "That is the probability. The loss is −log of it.";
    if (near(-exact(ahead))) return "The sign: a loss is −log p, and never below 0.";
    if (!near(exact(ahead)))
      return `For ${chosen.toFixed(3)} against ${rejected.toFixed(3)}: expected ${exact(ahead).toFixed(6)}, got ${got}.`;
    for (const [a, b] of [
      [1000, -1000],
      [-1000, 1000],
    ] as const) {
      const far = written(pairLoss(a, b));
      if (!Number.isFinite(far) || Math.abs(far - exact(a - b)) > 1e-6)
        return `For ${a} against ${b} it gives ${far}: e to a large power is Infinity. Keep its exponent at most 0.`;
    }
    return undefined;
  }, options);
}
