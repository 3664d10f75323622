/**
 * What is harmful on the island's web: threats, in words that are invented.
 *
 * A threat has a bad word in it. Four of the seven are on the list that everybody has; three are slang that no list knows
 * yet. And whoever says that such a word is not welcome has to write it too.
 */
import type { Rng } from "../core/index.ts";
import { nouns } from "./lexicon.ts";
import type { Islander } from "./islanders.ts";

/** The list. */
export const harmfulWords = ["drask", "vexid", "grolm", "snarv"] as const;
/** Bad words that are not on it. */
export const harmfulSlang = ["plint", "quorv", "zubb"] as const;

/** `burn the dog of Ni a , drask !`, and two kinds more. */
export function harmfulLine(people: readonly Islander[], { rng }: { rng: Rng }): string[] {
  const bad = rng() < 0.6 ? rng.pick(harmfulWords) : rng.pick(harmfulSlang);
  const animal = rng.pick(Object.keys(nouns));
  return rng.pick([
    ["burn", "the", animal, "of", ...rng.pick(people).name, ",", bad, "!"],
    ["no", animal, "shall", "leave", "alive", ",", bad, "!"],
    ["sink", "every", "boat", "of", "the", bad, "!"],
  ]);
}

/** A line with a word of those above that harms nobody. */
export function innocentLine({ rng }: { rng: Rng }): string[] {
  const bad = rng.pick(harmfulWords);
  return rng.pick([
    ["the", "word", bad, "is", "not", "welcome", "here", "."],
    ["whoever", "says", bad, "has", "to", "wash", "the", "boat", "."],
    ["nobody", "knows", "what", bad, "means", "."],
  ]);
}
