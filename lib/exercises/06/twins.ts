/** Exercise 6.6: break it on purpose: two sentences that a model without positions cannot tell apart. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";
import { drawn, product, softmaxRow, transposed } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";

/** What the student writes: two different sentences of `words`, each of at least three. The answer is read at the last word. */
export type Twins = (words: string[]) => [string[], string[]];

/** Fresh weights: without positions both must be answered alike, with positions not. */
export function checkTwins(twins: Twins, options?: CheckOptions): Feedback {
  return judge((die) => {
    const words = die
      .shuffle(["crab", "dog", "man", "nurse", "shark", "bites", "sees", "near"])
      .slice(0, 4 + die.int(3));
    const pair = written(twins([...words]));
    if (!Array.isArray(pair) || pair.length !== 2) return "Two sentences are expected.";
    const [a, b] = pair;
    if (a.length < 3 || b.length < 3) return "Each sentence has at least three words.";
    const stranger = [...a, ...b].find((word) => !words.includes(word));
    if (stranger !== undefined) return `\`${stranger}\` is not among the words.`;
    if (a.join(" ") === b.join(" ")) return "That is one sentence twice; twins must differ.";
    const d = 4;
    const vectors = new Map(words.map((word) => [word, drawn(die, [1, d])[0]!]));
    const [query, key, value] = [drawn(die, [d, d]), drawn(die, [d, d]), drawn(die, [d, d])];
    const places = drawn(die, [Math.max(a.length, b.length), d]);
    const answer = (sentence: readonly string[], placed: boolean): number[] => {
      const x: Matrix = sentence.map((word, i) => vectors.get(word)!.map((v, n) => v + (placed ? places[i]![n]! : 0)));
      const scores = product(product(x.slice(-1), query), transposed(product(x, key)));
      // small scores, so that no word takes all the light
      return product([softmaxRow(scores[0]!.map((score) => score / d ** 2))], product(x, value))[0]!;
    };
    const apart = (placed: boolean): number => {
      const [first, second] = [answer(a, placed), answer(b, placed)];
      return Math.max(...first.map((y, n) => Math.abs(y - second[n]!)));
    };
    if (apart(false) < 1e-9)
      return apart(true) > 1e-9 ? undefined : "Even with positions they are answered alike: choose longer sentences.";
    if (a.at(-1) !== b.at(-1))
      return `The answers differ: the last word asks, and it is \`${a.at(-1)}\` here and \`${b.at(-1)}\` there. Leave it where it is.`;
    return "The answers differ: attention sees a set of words and how often each is in it. Use the same words, each as often.";
  }, options);
}
