/**
 * What stands in the crawl twice, and what stands in an exam: both are found by runs of words that texts share.
 *
 * References: Lee et al. 2022, "Deduplicating Training Data Makes Language Models Better", section 4.2: near duplicates by
 * the Jaccard index of 5-grams; Brown et al. 2020, "Language Models are Few-Shot Learners", appendix C: 13-grams that a
 * text shares with an exam.
 *
 * Left out: MinHash, which estimates the Jaccard index where there are too many pages to compare; the check by edit
 * distance that follows it there; and cutting out of a page what it shares with an exam: here the whole page goes.
 * Missed: copies of a page that repeats one line (it has few runs, and a changed one counts much), and an item that was
 * reworded, or whose options were turned.
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Page } from "./crawl-page.ts";
import { station, wordsOf } from "./clean.ts";
import type { Cleaned } from "./clean.ts";

/** All different runs of `n` words. A text of fewer words is one run. */
export function ngramsOf(words: readonly string[], n: number): Set<string> {
  checkInteger(n, "ngramsOf n", { min: 1 });
  if (words.length === 0) return new Set();
  const runs = Math.max(1, words.length - n + 1);
  return new Set(Array.from({ length: runs }, (_, i) => words.slice(i, i + n).join(" ")));
}

/** |a ∩ b| / |a ∪ b|: 1 for the same set, 0 for sets that share nothing; of two empty sets 1. */
export function jaccard<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): number {
  const shared = a.intersection(b).size;
  const all = a.size + b.size - shared;
  return all === 0 ? 1 : shared / all;
}

/** Keeps the first page of each text. Spaces and line ends do not count. */
export function dropExactDuplicates<P extends Page>(pages: readonly P[]): Cleaned<P> {
  const seen = new Set<string>();
  return station("copies", pages, ({ text }) => {
    const { size } = seen;
    return seen.add(text.trim().replaceAll(/\s+/gu, " ")).size > size;
  });
}

/** Keeps a page unless its runs of `n` words are those of a page that was kept, up to `threshold` (Jaccard, above 0). */
export function dropNearDuplicates<P extends Page>(
  pages: readonly P[],
  { n = 5, threshold = 0.5 }: { n?: number; threshold?: number } = {},
): Cleaned<P> {
  checkInteger(n, "dropNearDuplicates n", { min: 1 });
  checkNumber(threshold, "dropNearDuplicates threshold", { min: Number.MIN_VALUE, max: 1 });
  const kept: Set<string>[] = [];
  /** Run → the kept pages that have it: pages that share no run need no comparison. */
  const having = new Map<string, number[]>();
  return station("near copies", pages, ({ text }) => {
    const grams = ngramsOf(wordsOf(text), n);
    const keys = grams.size > 0 ? [...grams] : [""]; // subtle: empty pages share no run, and are copies all the same
    const candidates = new Set(keys.flatMap((gram) => having.get(gram) ?? []));
    for (const candidate of candidates) if (jaccard(grams, kept[candidate]!) >= threshold) return false;
    for (const gram of keys) {
      const places = having.get(gram) ?? [];
      having.set(gram, places);
      places.push(kept.length);
    }
    kept.push(grams);
    return true;
  });
}

/** Drops pages that share a run of `n` words with an exam. Each of its texts has at least as many. */
export function dropExamItems<P extends Page>(
  pages: readonly P[],
  { exam, n = 13 }: { exam: readonly string[]; n?: number },
): Cleaned<P> {
  checkInteger(n, "dropExamItems n", { min: 1 });
  const items = exam.map(wordsOf);
  for (const [i, words] of items.entries())
    check(words.length >= n, `dropExamItems exam[${i}]`, `at least ${n} words`, words.length);
  const secret = new Set(items.flatMap((words) => [...ngramsOf(words, n)]));
  return station("exam", pages, ({ text }) => ngramsOf(wordsOf(text), n).isDisjointFrom(secret));
}
