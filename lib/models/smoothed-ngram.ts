/**
 * An n-gram that expects what it has not seen: the counts of `ngram.ts`, smoothed.
 *
 *     add-k            (n(c w) + k) / (n(c) + k V)                                  unseen is as if seen k times
 *     Jelinek–Mercer   λ n(c w) / n(c) + (1 − λ) p(w | c′)                          a longer and a shorter memory mixed
 *     Kneser–Ney       max(n(c w) − d, 0) / n(c) + d N(c •) / n(c) · p(w | c′)      what is taken from all seen, shared out
 *
 * c is the context, c′ the same without its first token, V the size of the vocabulary, N(c •) the number of different
 * tokens after c. Below no context stands 1/V, and a context that was never seen leaves it to c′. Kneser–Ney counts in
 * shorter contexts not how often w came, but after how many different tokens: "Francisco" is frequent, yet only after "San".
 *
 * Reference: Chen and Goodman 1999, "An empirical study of smoothing techniques for language modeling", sections 2.1–2.7.
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { LanguageModel } from "./language-model.ts";

/** How counts become probabilities. */
export interface Smoothing {
  /** Whether shorter contexts are asked first. */
  readonly backsOff: boolean;
  /** Whether shorter contexts count different tokens before, instead of occurrences. */
  readonly countsKinds: boolean;
  /** p(w | c) from n(c w) and what is known of c; `lower` is p(w | c′). */
  mix(count: number, context: { total: number; kinds: number; lower: number; vocabSize: number }): number;
}

/** Laplace's rule for k = 1. k is above 0. */
export function addK(k: number): Smoothing {
  check(k > 0 && Number.isFinite(k), "addK k", "a finite number above 0", k);
  const mix: Smoothing["mix"] = (count, { total, vocabSize }) => (count + k) / (total + k * vocabSize);
  return { backsOff: false, countsKinds: false, mix };
}

/** λ from 0 (only the shortest context) to below 1 (only the longest). */
export function jelinekMercer(lambda: number): Smoothing {
  check(lambda >= 0 && lambda < 1, "jelinekMercer lambda", "a number from 0 to below 1", lambda);
  const mix: Smoothing["mix"] = (count, { total, lower }) => (lambda * count) / total + (1 - lambda) * lower;
  return { backsOff: true, countsKinds: false, mix };
}

/** The discount d is between 0 and 1; 0.75 is a good first guess. */
export function kneserNey(discount = 0.75): Smoothing {
  checkNumber(discount, "kneserNey discount", { min: 0, max: 1 });
  const mix: Smoothing["mix"] = (count, { total, kinds, lower }) =>
    (Math.max(count - discount, 0) + discount * kinds * lower) / total;
  return { backsOff: true, countsKinds: true, mix };
}

export interface SmoothedNgramOptions<Token> {
  /** How many tokens before the next one are looked at. Before the start of a sequence stands a mark of its own. */
  order: number;
  smoothing: Smoothing;
  /** The token that is learned after every sequence. */
  end?: Token;
  /** Every token there is (default: those of the sequences, and `end`). */
  vocabulary?: readonly Token[];
}

type Context<Token> = readonly (Token | null)[];
/** Context → next token → count. */
type Table<Token> = Map<string, { context: Context<Token>; counts: Map<Token, number> }>;

/** Count in contexts of 0 to `order` tokens. Every token of the vocabulary has a probability, and they sum to one. */
export function trainSmoothedNgram<Token extends string | number>(
  sequences: readonly (readonly Token[])[],
  { order, smoothing, end, vocabulary: given }: SmoothedNgramOptions<Token>,
): LanguageModel<Token> {
  checkInteger(order, "trainSmoothedNgram order");
  const texts = sequences.map((sequence) => (end === undefined ? sequence : [...sequence, end]));
  const vocabulary = [...new Set(given ?? texts.flat())];
  check(vocabulary.length > 0, "trainSmoothedNgram vocabulary", "at least one token", vocabulary);
  const known = new Set(vocabulary);
  const stray = texts.flat().find((token) => !known.has(token));
  check(stray === undefined, "trainSmoothedNgram sequences", "only tokens of the vocabulary", stray);

  const tables = Array.from({ length: order + 1 }, (): Table<Token> => new Map());
  const add = (length: number, context: Context<Token>, next: Token): void => {
    const key = JSON.stringify(context);
    const row = tables[length]!.get(key) ?? { context, counts: new Map<Token, number>() };
    tables[length]!.set(key, row);
    row.counts.set(next, (row.counts.get(next) ?? 0) + 1);
  };
  for (const text of texts)
    for (const [i, next] of text.entries()) {
      const longest = lastOf(text.slice(Math.max(0, i - order), i), order);
      for (let length = smoothing.countsKinds ? order : 0; length <= order; length++)
        add(length, lastOf(longest, length), next);
    }
  if (smoothing.countsKinds)
    for (let length = order; length > 0; length--)
      for (const { context, counts } of tables[length]!.values())
        for (const next of counts.keys()) add(length - 1, context.slice(1), next);

  return Object.freeze({
    nextDistribution(before: readonly Token[]) {
      const vocabSize = vocabulary.length;
      let p = new Map(vocabulary.map((token) => [token, 1 / vocabSize]));
      for (let length = smoothing.backsOff ? 0 : order; length <= order; length++) {
        const row = tables[length]!.get(JSON.stringify(lastOf(before, length)));
        if (!row) break; // nor was any longer one seen
        const total = [...row.counts.values()].reduce((sum, count) => sum + count, 0);
        const kinds = row.counts.size;
        p = new Map(
          [...p].map(([token, lower]) => {
            const count = row.counts.get(token) ?? 0;
            return [token, smoothing.mix(count, { total, kinds, lower, vocabSize })];
          }),
        );
      }
      return p;
    },
  });
}

/** The last `length` tokens, with null for what lies before the start. */
function lastOf<Token>(before: Context<Token>, length: number): Context<Token> {
  const missing = Math.max(0, length - before.length);
  return [...Array.from({ length: missing }, () => null), ...before.slice(before.length - length + missing)];
}
