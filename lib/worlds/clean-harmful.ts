/**
 * A filter for harmful pages: a list of words, and a classifier that has read pages which people labelled.
 *
 * The list alone drops whoever warns of a word and misses what is not on it. So it only raises a suspicion: a page with a
 * listed word needs less proof.
 *
 * The classifier is naive Bayes: P(harmful | words) from how many pages of each kind have a word, as if words came
 * independently. References: Sahami et al. 1998, "A Bayesian Approach to Filtering Junk E-Mail"; Metsis, Androutsopoulos
 * and Paliouras 2006, "Spam Filtering with Naive Bayes – Which Naive Bayes?", multinomial with Boolean
 * attributes, here with one vote for each word of the page that was seen in training.
 */
import { check, checkNumber } from "../core/index.ts";
import type { Page } from "./crawl-page.ts";
import { station, wordsOf } from "./clean.ts";
import type { Cleaned } from "./clean.ts";

/** The probability that a text is harmful. */
export type HarmClassifier = (text: string) => number;

/** Learns from texts of both kinds, each word once a text, with Laplace's rule. */
export function naiveBayes(labelled: readonly { readonly text: string; readonly harmful: boolean }[]): HarmClassifier {
  const texts = { harmful: 0, harmless: 0 };
  const words = { harmful: 0, harmless: 0 };
  const seen = new Map<string, { harmful: number; harmless: number }>();
  for (const { text, harmful } of labelled) {
    const kind = harmful ? "harmful" : "harmless";
    texts[kind]++;
    for (const word of new Set(wordsOf(text))) {
      const row = seen.get(word) ?? { harmful: 0, harmless: 0 };
      seen.set(word, row);
      row[kind]++;
      words[kind]++;
    }
  }
  check(texts.harmful > 0 && texts.harmless > 0, "naiveBayes labelled", "texts of both kinds", labelled);
  return (text) => {
    let odds = Math.log(texts.harmful / texts.harmless);
    for (const word of new Set(wordsOf(text))) {
      const row = seen.get(word);
      if (row)
        odds +=
          Math.log((row.harmful + 1) / (words.harmful + seen.size)) -
          Math.log((row.harmless + 1) / (words.harmless + seen.size));
    }
    return 1 / (1 + Math.exp(-odds));
  };
}

export interface HarmfulOptions {
  /** Words that raise a suspicion, in any case. */
  words: readonly string[];
  classifier: HarmClassifier;
  /** The probability from which a page is dropped that has none of the words. */
  sure?: number;
  /** And of one that has. */
  suspected?: number;
}

/** Drops pages that the classifier holds for harmful. Works on stripped text. */
export function dropHarmful<P extends Page>(
  pages: readonly P[],
  { words, classifier, sure = 0.9, suspected = 0.5 }: HarmfulOptions,
): Cleaned<P> {
  checkNumber(sure, "dropHarmful sure", { min: 0, max: 1 });
  checkNumber(suspected, "dropHarmful suspected", { min: 0, max: 1 });
  const listed = new Set(words.map((word) => word.toLowerCase()));
  return station("harm", pages, ({ text }) => {
    const limit = wordsOf(text).some((word) => listed.has(word)) ? suspected : sure;
    return classifier(text) < limit;
  });
}
