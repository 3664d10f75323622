/**
 * Reading a sentence from left to right: what may still come after a prefix, and how likely each next word is.
 *
 * A reading of a prefix is the list of symbols still owed. An ambiguous prefix has several; they are kept together,
 * so that a sentence with two trees is one sentence.
 *
 * Reference: Jelinek and Lafferty 1991, "Computation of the Probability of Initial Substring Generation by Stochastic
 * Context-Free Grammars", Computational Linguistics 17(3); done here by direct expansion, since left recursion is excluded.
 */
import type { Grammar } from "./grammar.ts";

/** The readings of a prefix: symbols still owed (joined by spaces, "" if none) → probability, summing to one. */
export type Readings = ReadonlyMap<string, number>;

/** The key under which `nextWords` gives the probability that the sentence is over. */
export const END = "END";

/** The readings before the first word. */
export function startReadings(grammar: Grammar): Readings {
  return new Map([[grammar.start, 1]]);
}

/** Each possible next word (or END) with its probability and the readings after it. */
export function nextWords(grammar: Grammar, readings: Readings): Map<string, { probability: number; after: Readings }> {
  const words = new Map<string, Map<string, number>>();
  const todo = [...readings];
  while (todo.length > 0) {
    const [owed, probability] = todo.pop()!;
    const [first = "", ...rest] = owed.split(" ");
    const alternatives = grammar.rules.get(first);
    if (alternatives) {
      for (const a of alternatives) todo.push([[...a.symbols, ...rest].join(" "), probability * a.probability]);
    } else {
      const word = owed === "" ? END : first;
      const after = words.get(word) ?? words.set(word, new Map()).get(word)!;
      const key = rest.join(" ");
      after.set(key, (after.get(key) ?? 0) + probability);
    }
  }
  return new Map([...words].map(([word, after]) => [word, normalised(after)]));
}

/** The exact distribution of the next word after `prefix`, END included; empty if no sentence starts so. */
export function nextDistribution(grammar: Grammar, prefix: readonly string[]): Map<string, number> {
  let readings = startReadings(grammar);
  for (const word of prefix) {
    const next = word === END ? undefined : nextWords(grammar, readings).get(word);
    if (!next) return new Map();
    readings = next.after;
  }
  return new Map([...nextWords(grammar, readings)].map(([word, { probability }]) => [word, probability]));
}

/** True if the grammar can say exactly this sentence. */
export function isGrammatical(grammar: Grammar, sentence: readonly string[]): boolean {
  return nextDistribution(grammar, sentence).has(END);
}

function normalised(weights: ReadonlyMap<string, number>): { probability: number; after: Readings } {
  const probability = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return { probability, after: new Map([...weights].map(([owed, weight]) => [owed, weight / probability])) };
}
