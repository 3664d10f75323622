/** Counting sentences nobody could list, by dynamic programming over what may still come. */
import { check, checkInteger } from "../core/index.ts";
import { isRecursive } from "./grammar.ts";
import type { Grammar } from "./grammar.ts";
import { END, nextWords, startReadings } from "./grammar-prefix.ts";
import type { Readings } from "./grammar-prefix.ts";

/**
 * The number of different sentences of at most `maxLength` words, exactly.
 * A sentence with several trees counts once. `maxLength` may be left out where the grammar is not recursive.
 */
export function countSentences(grammar: Grammar, { maxLength = Infinity } = {}): bigint {
  if (maxLength === Infinity)
    check(!isRecursive(grammar), "countSentences maxLength", "a length, since the grammar is recursive", maxLength);
  else checkInteger(maxLength, "countSentences maxLength");
  const memo = new Map<string, bigint>();
  const shortest = shortestLengths(grammar);
  const minimum = (owed: string): number =>
    owed === "" ? 0 : owed.split(" ").reduce((sum, symbol) => sum + (shortest.get(symbol) ?? 1), 0);

  function count(readings: Readings, left: number): bigint {
    const key = `${left}: ${[...readings.keys()].toSorted().join(" / ")}`;
    const known = memo.get(key);
    if (known !== undefined) return known;
    let total = 0n;
    for (const [word, { after }] of nextWords(grammar, readings)) {
      // a reading that cannot end in time would only make the table larger
      const inTime = new Map([...after].filter(([owed]) => minimum(owed) <= left - 1));
      if (word === END) total += 1n;
      else if (inTime.size > 0) total += count(inTime, left - 1);
    }
    memo.set(key, total);
    return total;
  }

  return minimum(grammar.start) <= maxLength ? count(startReadings(grammar), maxLength) : 0n;
}

/** The number of words in the shortest text of each name. */
function shortestLengths(grammar: Grammar): Map<string, number> {
  const shortest = new Map<string, number>([...grammar.rules.keys()].map((name) => [name, Infinity]));
  for (let changed = true; changed;) {
    changed = false;
    for (const [name, alternatives] of grammar.rules) {
      const lengths = alternatives.map((a) => a.symbols.reduce((sum, s) => sum + (shortest.get(s) ?? 1), 0));
      const least = Math.min(...lengths);
      if (least >= shortest.get(name)!) continue;
      shortest.set(name, least);
      changed = true;
    }
  }
  return shortest;
}
