/**
 * W-TOY, the village register: sentences of the island's language A, their twins in B, and the grammar that made them.
 *
 * Seven slots: `the cats near my dog follow your shark`. The verb agrees with the first noun, four words back and
 * with another noun in between; whoever looks back less than that has to guess (Linzen, Dupoux and Goldberg 2016,
 * "Assessing the Ability of LSTMs to Learn Syntax-Sensitive Dependencies", TACL 4).
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { parseGrammar, sampleSentence } from "./grammar.ts";
import type { Grammar } from "./grammar.ts";
import { countSentences } from "./grammar-count.ts";
import { languageEntropy } from "./grammar-entropy.ts";
import type { LanguageEntropy } from "./grammar-entropy.ts";
import { logProb } from "./grammar-inside.ts";
import { isGrammatical, nextDistribution } from "./grammar-prefix.ts";
import { determiners, intransitiveVerbs, lexicon, nouns, prepositions, transitiveVerbs } from "./lexicon.ts";

/** A language with known truth. Sentences are arrays of words. */
export interface ToyLanguage {
  readonly grammar: Grammar;
  /** All words of A, in a fixed order. */
  readonly words: readonly string[];
  /** Exact number of different sentences. */
  readonly size: bigint;
  /** Exact entropy; `perToken` is the loss of a perfect model. */
  readonly entropy: LanguageEntropy;
  /** Word of A → word of B. */
  readonly lexicon: ReadonlyMap<string, string>;
  /** One sentence. */
  sentence(options: { rng: Rng }): string[];
  /** `count` sentences, drawn one by one; the same one may come twice. */
  corpus(count: number, options: { rng: Rng }): string[][];
  /** Two corpora that share no sentence. */
  split(train: number, heldOut: number, options: { rng: Rng }): { train: string[][]; heldOut: string[][] };
  /** The same sentence in B, in B's order: place before subject. Throws on a sentence that is not in A. */
  translate(sentence: readonly string[]): string[];
  isGrammatical(sentence: readonly string[]): boolean;
  /** Log-probability of the whole sentence, from its trees. */
  logProb(sentence: readonly string[]): number;
  /** Exact distribution of the next word, END included. */
  nextDistribution(prefix: readonly string[]): Map<string, number>;
  /** What this world is, with three sentences of it. */
  describe(options: { rng: Rng }): string;
}

const singular = (words: Readonly<Record<string, string>>) => `${Object.keys(words).join("s | ")}s`;
const plain = (words: Readonly<Record<string, string>>) => Object.keys(words).join(" | ");
const [the, my, your] = Object.keys(determiners);

const notation = `
S -> ONE | MANY
ONE -> D N PLACE VERBONE
MANY -> D NS PLACE VERBMANY
PLACE -> P D N
VERBONE -> IS | TS D N
VERBMANY -> I | T D N
D -> 3 ${the} | 2 ${my} | 1 ${your}
N -> ${plain(nouns)}
NS -> ${singular(nouns)}
P -> ${plain(prepositions)}
IS -> ${singular(intransitiveVerbs)}
TS -> ${singular(transitiveVerbs)}
I -> ${plain(intransitiveVerbs)}
T -> ${plain(transitiveVerbs)}
`;

/** The village register. It has no free choices: every caller gets the same language. */
export function toyLanguage(): ToyLanguage {
  const grammar = parseGrammar(notation);
  const size = countSentences(grammar);
  const corpus = (count: number, { rng }: { rng: Rng }) =>
    Array.from({ length: checkInteger(count, "corpus count") }, () => sampleSentence(grammar, { rng }));

  return Object.freeze({
    grammar,
    words: grammar.words,
    size,
    entropy: languageEntropy(grammar),
    lexicon,
    sentence: ({ rng }: { rng: Rng }) => sampleSentence(grammar, { rng }),
    corpus,
    split(train: number, heldOut: number, { rng }: { rng: Rng }) {
      const first = corpus(train, { rng });
      const seen = new Set(first.map((sentence) => sentence.join(" ")));
      check(seen.size < Number(size) / 2, "split train", "less than half of the language", train);
      const second: string[][] = [];
      while (second.length < checkInteger(heldOut, "split heldOut")) {
        const sentence = sampleSentence(grammar, { rng });
        if (!seen.has(sentence.join(" "))) second.push(sentence);
      }
      return { train: first, heldOut: second };
    },
    translate(sentence: readonly string[]) {
      check(isGrammatical(grammar, sentence), "translate sentence", "a sentence of A", sentence.join(" "));
      const [d, n, p, d2, n2, ...rest] = sentence;
      return [d2!, n2!, p!, d!, n!, ...rest].map((word) => lexicon.get(word)!);
    },
    isGrammatical: (sentence: readonly string[]) => isGrammatical(grammar, sentence),
    logProb: (sentence: readonly string[]) => logProb(grammar, sentence),
    nextDistribution: (prefix: readonly string[]) => nextDistribution(grammar, prefix),
    describe({ rng }: { rng: Rng }) {
      const samples = corpus(3, { rng }).map((sentence) => `  ${sentence.join(" ")}`);
      return [`W-TOY, the village register: ${size} sentences, ${grammar.words.length} words.`, ...samples].join("\n");
    },
  });
}
