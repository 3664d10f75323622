/**
 * W-ICL, the word of the day: each morning the islanders agree anew what their words mean, and whoever listens for a
 * while knows. The rule is in the text and nowhere else, so nothing that was learned before can tell it.
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** Word → meaning, for one day. */
export type Agreement = readonly number[];

export interface WordOfTheDay {
  readonly words: readonly string[];
  readonly meanings: readonly string[];
  /** What most days agree on. */
  readonly usual: Agreement;
  /** The usual agreement with every meaning changed for the next one. */
  readonly flipped: Agreement;
  readonly tokens: readonly string[];
  /** The usual agreement with probability `prior`, else any of all. */
  agreement(options: { rng: Rng; prior: number }): Agreement;
  /** So many words with their meanings: `blop yes zim no …`. */
  examples(agreement: Agreement, options: { rng: Rng; shots: number }): string[];
  /** Examples, then one of their words (any, if there are none) and what it means today. */
  question(agreement: Agreement, options: { rng: Rng; shots: number }): { tokens: string[]; answer: string };
  describe(options: { rng: Rng }): string;
}

const someWords = ["blop", "zim", "tarn", "quee", "lusk", "frob", "mip", "dorl"];
const someMeanings = ["yes", "no", "maybe", "never"];

/** A world of so many words and meanings. A guess is right one time in `meanings`. */
export function wordOfTheDay({ words: count = 4, meanings: kinds = 2 } = {}): WordOfTheDay {
  checkInteger(count, "wordOfTheDay words", { min: 1, max: someWords.length });
  checkInteger(kinds, "wordOfTheDay meanings", { min: 2, max: someMeanings.length });
  const [words, meanings] = [someWords.slice(0, count), someMeanings.slice(0, kinds)];
  const usual = words.map((_, word) => word % kinds);

  function examples(agreement: Agreement, { rng, shots }: { rng: Rng; shots: number }): string[] {
    check(agreement.length === count, "examples agreement", `${count} meanings`, agreement);
    return Array.from({ length: checkInteger(shots, "examples shots") }, () => rng.int(count)).flatMap((word) => [
      words[word]!,
      meanings[agreement[word]!]!,
    ]);
  }

  function question(agreement: Agreement, { rng, shots }: { rng: Rng; shots: number }) {
    const told = examples(agreement, { rng, shots });
    const word = shots > 0 ? told[2 * rng.int(shots)]! : rng.pick(words);
    return { tokens: [...told, word], answer: meanings[agreement[words.indexOf(word)]!]! };
  }

  const agreement = ({ rng, prior }: { rng: Rng; prior: number }): Agreement =>
    rng() < checkNumber(prior, "agreement prior", { min: 0, max: 1 }) ? usual : words.map(() => rng.int(kinds));

  return Object.freeze({
    words,
    meanings,
    usual,
    flipped: usual.map((meaning) => (meaning + 1) % kinds),
    tokens: [...words, ...meanings],
    agreement,
    examples,
    question,
    describe({ rng }: { rng: Rng }) {
      const days = Array.from({ length: 3 }, () => question(agreement({ rng, prior: 0 }), { rng, shots: 4 }));
      const lines = days.map(({ tokens, answer }) => `  ${tokens.join(" ")} → ${answer}`);
      return [`W-ICL, the word of the day: ${count} words, ${kinds} meanings.`, ...lines].join("\n");
    },
  });
}
