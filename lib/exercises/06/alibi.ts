/** Exercise 6.3: positions as a penalty. Reference: Press, Smith and Lewis 2022, "Train Short, Test Long", section 3. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: what is added to the score of each key, for one query and one head (counted from 0). */
export type AlibiBias = (query: number, keys: number, head: number, heads: number) => number[];

/** −slope · distance with the slopes 2^(−8 (head + 1) / heads), on random places and heads. */
export function checkAlibi(alibiBias: AlibiBias, options?: CheckOptions): Feedback {
  return judge((die) => {
    const heads = die.pick([2, 4, 8]);
    const keys = 4 + die.int(6);
    const query = keys - 1;
    const slopes = Array.from({ length: heads }, (_, head) => 2 ** ((-8 * (head + 1)) / heads));
    const rows = slopes.map((_, head) => written(alibiBias(query, keys, head, heads)));
    for (const [head, row] of rows.entries()) {
      if (row.length !== keys) return `Expected ${keys} numbers, one for each key, got ${row.length}.`;
      if (row[0]! > 0) return "Far tokens get brighter: the penalty is negative, and grows with distance.";
      if (Math.abs(row[query]!) > 1e-12) return "The query's own place is at distance 0: its penalty is 0.";
      const right = row.every((_, key) => Math.abs(row[key]! + slopes[head]! * (query - key)) < 1e-12);
      if (right) continue;
      if (row.every((value, key) => Math.abs(value + slopes[0]! * (query - key)) < 1e-12))
        return "All heads have the same slope: some should look near and some far.";
      if (row.every((value, key) => Math.abs(value + 2 ** ((-8 * head) / heads) * (query - key)) < 1e-12))
        return "The slopes begin at 1: the first head's is 2^(−8/heads), so count heads from one.";
      return `Head ${head} of ${heads}: expected ${(-slopes[head]! * query).toFixed(5)} for key 0, got ${row[0]}.`;
    }
    return undefined;
  }, options);
}
