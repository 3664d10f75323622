/** Exercise 1.4: the log-probability of a sentence by the chain rule. */
import type { Rng } from "../../core/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** The model as the student gets it: context → next word, END included → probability. */
export type Next = (context: string[]) => Map<string, number>;

/** What the student writes: log p(sentence, END), in nats. */
export type LogProb = (next: Next, sentence: string[]) => number;

const words = ["a", "b", "c", "END"];

/** Compare with the Oracle on a short and on a very long text of a random model. Recognises each fault by its size. */
export function checkLogProb(logProb: LogProb, options?: CheckOptions): Feedback {
  return judge((die) => {
    const next = randomModel(die);
    for (const length of [5, 3000]) {
      const sentence = Array.from({ length }, () => die.pick(["a", "b", "c"]));
      const steps = [...sentence, "END"].map((word, i) => Math.log(next(sentence.slice(0, i)).get(word)!));
      const right = steps.reduce((sum, x) => sum + x, 0);
      const got = written(logProb((context) => next(context), [...sentence]));
      const near = (x: number) => Math.abs(got - x) < 1e-9 * Math.max(1, Math.abs(x));
      if (near(right)) continue;
      const said = `For ${length} words: expected ${right.toFixed(3)}, got ${got.toFixed(3)}.`;
      if (got === -Infinity)
        return `${said} A product of ${length} small numbers is 0 in the machine, and its logarithm −Infinity: add logarithms instead.`;
      if (near(right - steps.at(-1)!))
        return `${said} Too large by exactly −log p(END): must the sentence not also stop?`;
      if (near(right - steps[0]!))
        return `${said} Too large by exactly −log p(first word): the first word is a guess too.`;
      if (near(Math.exp(right))) return `${said} That is p itself: its logarithm is asked for.`;
      if (near(-right)) return `${said} The sign is the other way: a log-probability is never above 0.`;
      if (near(right / Math.LN2)) return `${said} That is in bits; nats (Math.log) are asked for.`;
      if (near(blind(next, sentence))) return `${said} Does each word see the words before it?`;
      return `${said} Which context does each word get?`;
    }
    return undefined;
  }, options);
}

/** A model whose next word depends on the last two. */
function randomModel(die: Rng): Next {
  const rows = new Map<string, Map<string, number>>();
  return (context) => {
    const key = context.slice(-2).join(" ");
    let row = rows.get(key);
    if (!row) {
      const weights = words.map(() => 0.1 + die());
      const total = weights.reduce((sum, w) => sum + w, 0);
      rows.set(key, (row = new Map(words.map((word, i) => [word, weights[i]! / total]))));
    }
    return new Map(row);
  };
}

function blind(next: Next, sentence: readonly string[]): number {
  return [...sentence, "END"].reduce((sum, word) => sum + Math.log(next([]).get(word)!), 0);
}
