/** The merges of one word: the earliest learned first, until none is left. */
import { MinHeap } from "./min-heap.ts";
import type { PairTable } from "./pair-table.ts";

/** Up to so many bytes it is faster to look for the best merge among all than to keep them in order. */
const fewBytes = 100;
/** No merge: later than all. */
const none = 2 ** 30;

/**
 * The tokens of a word, from the ids of its bytes, the first `length` of `ids`. A merge with a smaller id was learned
 * earlier and comes first; of equal ones the leftmost. `ids` is used up.
 */
export function mergeWord(ids: Int32Array, { length, table }: { length: number; table: PairTable }): number[] {
  return length <= fewBytes ? mergeShort(ids, { length, table }) : mergeLong(ids.slice(0, length), table);
}

/** What each place of a short word and the next become; used anew for each word. */
const becomes = new Int32Array(fewBytes);

/** In time n², without the cost of any order. */
function mergeShort(ids: Int32Array, { length, table }: { length: number; table: PairTable }): number[] {
  const merged = (at: number): number => {
    if (at + 1 >= length) return none;
    const id = table.get(ids[at]!, ids[at + 1]!);
    return id < 0 ? none : id;
  };
  for (let i = 0; i < length; i++) becomes[i] = merged(i);
  while (length > 1) {
    let at = 0;
    for (let i = 1; i < length; i++) if (becomes[i]! < becomes[at]!) at = i;
    if (becomes[at] === none) break;
    ids[at] = becomes[at]!;
    length--;
    for (let i = at + 1; i < length; i++) {
      ids[i] = ids[i + 1]!;
      becomes[i] = becomes[i + 1]!;
    }
    becomes[at] = merged(at);
    if (at > 0) becomes[at - 1] = merged(at - 1);
  }
  return Array.from(ids.subarray(0, length));
}

/** In time n log n, so that a text without spaces, or an attack, does not hang: possible merges wait in a heap. */
function mergeLong(ids: Int32Array, table: PairTable): number[] {
  const n = ids.length;
  const next = Int32Array.from({ length: n }, (_, i) => i + 1);
  const previous = Int32Array.from({ length: n }, (_, i) => i - 1);
  // a merge waits as one number: its token, then its place, so that the heap's order is that of the merges
  const waiting = new MinHeap();
  const consider = (at: number): void => {
    if (at < 0 || next[at]! >= n) return;
    const merged = table.get(ids[at]!, ids[next[at]!]!);
    if (merged >= 0) waiting.push(merged * n + at);
  };
  for (let i = 0; i + 1 < n; i++) consider(i);
  while (waiting.size > 0) {
    const entry = waiting.pop();
    const [merged, at] = [Math.floor(entry / n), entry % n];
    // what waited may be gone: one of the two was merged with somebody else
    if (ids[at]! < 0 || next[at]! >= n || table.get(ids[at]!, ids[next[at]!]!) !== merged) continue;
    const right = next[at]!;
    ids[at] = merged;
    ids[right] = -1;
    next[at] = next[right]!;
    if (next[at]! < n) previous[next[at]!] = at;
    consider(previous[at]!);
    consider(at);
  }
  return Array.from(ids.filter((id) => id >= 0));
}
