/**
 * The probability that a grammar says a whole sentence, from its trees (the inside algorithm).
 *
 * It never reads from left to right, which makes it an independent judge of any product of next-word probabilities.
 *
 * Reference: Baker 1979, "Trainable Grammars for Speech Recognition"; Lari and Young 1990, section 2.
 */
import type { Grammar } from "./grammar.ts";

/** Natural logarithm of the sentence's probability, all its trees summed; −Infinity if there is none. */
export function logProb(grammar: Grammar, sentence: readonly string[]): number {
  const memo = new Map<string, number>();

  /** Probability that `symbols` become exactly the words from `from` up to `to`. */
  function inside(symbols: readonly string[], from: number, to: number): number {
    if (symbols.length === 0) return from === to ? 1 : 0;
    if (to - from < symbols.length) return 0; // every symbol says at least one word
    const [first, ...rest] = symbols as [string, ...string[]];
    const key = `${from} ${to} ${symbols.join(" ")}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    let sum = 0;
    const alternatives = grammar.rules.get(first);
    if (!alternatives) sum = sentence[from] === first ? inside(rest, from + 1, to) : 0;
    else if (rest.length === 0) for (const a of alternatives) sum += a.probability * inside(a.symbols, from, to);
    else
      for (let split = from + 1; split <= to - rest.length; split++) {
        const right = inside(rest, split, to);
        if (right > 0) sum += inside([first], from, split) * right;
      }
    memo.set(key, sum);
    return sum;
  }

  return Math.log(inside([grammar.start], 0, sentence.length));
}
