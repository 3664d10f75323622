/** Exercise 1.1: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { CountSentences, Rules } from "./count-sentences.ts";

export const stub = `function countSentences(rules: Record<string, string[][]>, maxLength: number): number {
  return undefined as never; // your code: rules.S is where a sentence starts
}`;

export const solution: CountSentences = (rules, maxLength) => {
  // name → all its different texts; a word is its own only text
  const textsOf = (symbol: string): Set<string> =>
    symbol in rules ? new Set(rules[symbol]!.flatMap(join)) : new Set([symbol]);
  const join = (symbols: string[]): string[] =>
    symbols.map((s) => [...textsOf(s)]).reduce((left, right) => left.flatMap((l) => right.map((r) => `${l} ${r}`)));
  return [...textsOf("S")].filter((text) => text.split(" ").length <= maxLength).length;
};

/** Number of trees by length. */
function treesByLength(rules: Rules, symbols: string[]): Map<number, number> {
  let totals = new Map([[0, 1]]);
  for (const symbol of symbols) {
    const own = new Map<number, number>();
    if (!(symbol in rules)) own.set(1, 1);
    else
      for (const alternative of rules[symbol]!)
        for (const [length, n] of treesByLength(rules, alternative)) own.set(length, (own.get(length) ?? 0) + n);
    const next = new Map<number, number>();
    for (const [l, n] of totals) for (const [m, k] of own) next.set(l + m, (next.get(l + m) ?? 0) + n * k);
    totals = next;
  }
  return totals;
}

export const wrong: Record<string, { answer: CountSentences; hint: string }> = {
  "counts trees": {
    answer: (rules, maxLength) =>
      [...treesByLength(rules, ["S"])].reduce((sum, [length, n]) => sum + (length <= maxLength ? n : 0), 0),
    hint: "reached in two ways",
  },
  "forgets shorter sentences": {
    answer: (rules, maxLength) => solution(rules, maxLength) - solution(rules, maxLength - 1),
    hint: "forget the shorter ones",
  },
  "stops one short": { answer: (rules, maxLength) => solution(rules, maxLength - 1), hint: "< or <=" },
  "ignores the length": { answer: (rules) => solution(rules, Infinity), hint: "used at all" },
};
