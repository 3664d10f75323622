/** The true entropy of a language, and its mean sentence length: what a perfect model could at best reach. */
import { check } from "../core/index.ts";
import { isRecursive } from "./grammar.ts";
import type { Grammar } from "./grammar.ts";
import { END, nextWords, startReadings } from "./grammar-prefix.ts";
import type { Readings } from "./grammar-prefix.ts";

/** What one sentence of the language holds on average. */
export interface LanguageEntropy {
  /** Nats in one sentence, its end included. */
  readonly perSentence: number;
  /** Mean number of words in a sentence, the end not counted. */
  readonly words: number;
  /** Nats in one token, where END counts as a token. The loss of a perfect model. */
  readonly perToken: number;
}

/**
 * Exact entropy of a grammar that is not recursive, over sentences and not over trees, by the chain rule:
 * the entropy of a state is that of its next word plus the mean entropy of what follows.
 */
export function languageEntropy(grammar: Grammar): LanguageEntropy {
  check(!isRecursive(grammar), "languageEntropy grammar", "a grammar that is not recursive", grammar.start);
  const memo = new Map<string, { nats: number; words: number }>();

  function rest(readings: Readings): { nats: number; words: number } {
    const key = keyOf(readings);
    const known = memo.get(key);
    if (known) return known;
    let nats = 0;
    let words = 0;
    for (const [word, { probability, after }] of nextWords(grammar, readings)) {
      nats -= probability * Math.log(probability);
      if (word === END) continue;
      const next = rest(after);
      nats += probability * next.nats;
      words += probability * (1 + next.words);
    }
    memo.set(key, { nats, words });
    return { nats, words };
  }

  const { nats, words } = rest(startReadings(grammar));
  return { perSentence: nats, words, perToken: nats / (words + 1) };
}

/** States with the same readings at the same odds are one state; 12 digits keep rounding from splitting them. */
function keyOf(readings: Readings): string {
  return [...readings]
    .map(([owed, p]) => `${owed}=${p.toPrecision(12)}`)
    .toSorted()
    .join(" / ");
}
