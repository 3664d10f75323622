/** Exercise 4.2: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { Dedup } from "./dedup.ts";

export const stub = `function dedup(pages: string[]): number[] {
  return undefined as never; // your code: the places of the pages to keep
}`;

type Cut = (page: string) => string[];
const words: Cut = (page) => page.split(/\s+/u);
const runs = (all: string[]): Set<string> =>
  new Set(all.slice(0, Math.max(1, all.length - 4)).map((_, i) => all.slice(i, i + 5).join(" ")));
const shared = (a: Set<string>, b: Set<string>): number => a.intersection(b).size / a.union(b).size;

/** Keeps the first of each group whose sets are alike. */
const keepFirst =
  (setOf: (page: string) => Set<string>, from = 0.5): Dedup =>
  (pages) => {
    const sets = pages.map(setOf);
    const kept: number[] = [];
    for (const i of pages.keys()) if (kept.every((k) => shared(sets[k]!, sets[i]!) < from)) kept.push(i);
    return kept;
  };

export const solution: Dedup = keepFirst((page) => runs(words(page)));

export const wrong: Record<string, { answer: Dedup; hint: string }> = {
  "keeps none of a group": {
    answer: (pages) => {
      const sets = pages.map((page) => runs(words(page)));
      return [...pages.keys()].filter((i) => sets.every((set, k) => k === i || shared(set, sets[i]!) < 0.5));
    },
    hint: "Nothing is left of a group",
  },
  "keeps the last of a group": {
    answer: (pages) =>
      solution(pages.toReversed())
        .map((i) => pages.length - 1 - i)
        .toReversed(),
    hint: "the first is the one to keep",
  },
  "keeps nothing": { answer: () => [], hint: "is no copy" },
  "stumbles over spaces": { answer: keepFirst((page) => runs(page.split(" "))), hint: "cut into words first" },
  "finds exact copies only": { answer: keepFirst((page) => new Set([page])), hint: "exact copies only" },
  "takes a banner for a copy": { answer: keepFirst((page) => runs(words(page)), 1e-9), hint: "how much of a page" },
  "does not look at the order": { answer: keepFirst((page) => new Set(words(page)), 0.9), hint: "in another order" },
};
