/**
 * An n-gram table: for every context seen in training, how often each token came next. No smoothing, no back-off:
 * what was never seen has probability zero.
 *
 * Reference: Shannon 1948, "A Mathematical Theory of Communication", section 3.
 */
import { check, checkInteger } from "../core/index.ts";
import type { LanguageModel } from "./language-model.ts";

/** How a table is trained. */
export interface NgramOptions<Token> {
  /** How many tokens before the next one are looked at; 0 looks at none. Fewer exist at the start of a sequence. */
  order: number;
  /** The token that is learned after every sequence; without it the table never learns to stop. */
  end?: Token;
  /** What of the sequence so far is looked at, where that is not its last `order` tokens: place and pixels, say. */
  context?: (before: readonly Token[]) => readonly (Token | number)[];
}

/** A trained table. */
export interface Ngram<Token> extends LanguageModel<Token> {
  readonly order: number;
  /** Number of different contexts seen. */
  readonly contexts: number;
  /** How often `next` followed `context` in training. */
  count(context: readonly Token[], next: Token): number;
}

/** Count what follows what in `sequences`. */
export function trainNgram<Token extends string | number>(
  sequences: readonly (readonly Token[])[],
  { order, end, context: look = (before) => (order === 0 ? [] : before.slice(-order)) }: NgramOptions<Token>,
): Ngram<Token> {
  checkInteger(order, "trainNgram order");
  check(sequences.length > 0, "trainNgram sequences", "at least one sequence", sequences);
  const table = new Map<string, Map<Token, number>>();
  // JSON keeps 1 and "1" apart and survives any separator inside a token
  const key = (before: readonly Token[]) => JSON.stringify(look(before));

  for (const sequence of sequences) {
    const tokens = end === undefined ? sequence : [...sequence, end];
    for (const [i, token] of tokens.entries()) {
      const k = key(sequence.slice(0, i));
      const counts = table.get(k) ?? table.set(k, new Map()).get(k)!;
      counts.set(token, (counts.get(token) ?? 0) + 1);
    }
  }

  return Object.freeze({
    order,
    contexts: table.size,
    count: (context: readonly Token[], next: Token) => table.get(key(context))?.get(next) ?? 0,
    nextDistribution(context: readonly Token[]) {
      const counts = table.get(key(context)) ?? new Map<Token, number>();
      const total = [...counts.values()].reduce((sum, n) => sum + n, 0);
      return new Map([...counts].map(([token, n]) => [token, n / total]));
    },
  });
}
