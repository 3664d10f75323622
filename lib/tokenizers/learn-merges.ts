/**
 * The merges of byte-pair encoding, learned from words and how often they occur: the most frequent pair of neighbours
 * becomes a token, again and again. What `byte-bpe.ts` does, without counting everything again after each merge: only
 * where the pair stood do counts change.
 *
 * Reference: Sennrich, Haddow and Birch 2016, "Neural Machine Translation of Rare Words with Subword Units", section 3.2.
 */
import { MinHeap } from "./min-heap.ts";
import { pairKey } from "./pairs.ts";

export interface LearnOptions {
  /** How many merges at most. Fewer if no pair occurs twice. */
  merges: number;
  /** The id of the first merge; those of the words' parts are smaller. */
  firstId: number;
}

/**
 * The most frequent pair wins; of equally frequent ones the one with the smallest ids, the left one compared first.
 * `words` are the ids of their parts, and are used up.
 */
export function learnMerges(
  words: readonly { ids: readonly number[]; count: number }[],
  { merges, firstId }: LearnOptions,
): [number, number][] {
  const parts = partsOf(words);
  const { ids, next, previous, counts } = parts;
  const pairs = new Map<number, { count: number; places: number[] }>();
  const add = (at: number): number => {
    const key = pairKey(ids[at]!, ids[next[at]!]!);
    const pair = pairs.get(key) ?? pairs.set(key, { count: 0, places: [] }).get(key)!;
    pair.count += counts[at]!;
    pair.places.push(at);
    return key;
  };
  const remove = (at: number): void => {
    pairs.get(pairKey(ids[at]!, ids[next[at]!]!))!.count -= counts[at]!;
  };
  for (let at = 0; at < ids.length; at++) if (next[at]! >= 0) add(at);

  // pairs wait with the count that they had; counts only fall, so one that has fallen goes back to its place
  const waiting = new Ranking();
  for (const [key, { count }] of pairs) waiting.push(count, key);
  const learned: [number, number][] = [];
  while (learned.length < merges && waiting.size > 0) {
    const [count, key] = waiting.pop();
    const pair = pairs.get(key)!;
    if (pair.count !== count) {
      if (pair.count > 0) waiting.push(pair.count, key);
      continue;
    }
    if (count < 2) break;
    const [left, right] = [Math.floor(key / 2 ** 21), key % 2 ** 21];
    const id = firstId + learned.length;
    learned.push([left, right]);
    const born = new Set<number>();
    for (const at of pair.places) {
      // gone since: merged with somebody else, or, in aaa, with the one before
      if (ids[at] !== left || next[at]! < 0 || ids[next[at]!] !== right) continue;
      const [before, gone] = [previous[at]!, next[at]!];
      if (before >= 0) remove(before);
      if (next[gone]! >= 0) remove(gone);
      ids[at] = id;
      ids[gone] = -1;
      next[at] = next[gone]!;
      if (next[at]! >= 0) previous[next[at]!] = at;
      if (before >= 0) born.add(add(before));
      if (next[at]! >= 0) born.add(add(at));
    }
    pairs.delete(key);
    for (const newKey of born) waiting.push(pairs.get(newKey)!.count, newKey);
  }
  return learned;
}

/** All words in one row; −1 is no part, and no neighbour. */
function partsOf(words: readonly { ids: readonly number[]; count: number }[]) {
  const size = words.reduce((sum, { ids }) => sum + ids.length, 0);
  const [ids, next, previous] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const counts = new Float64Array(size);
  let at = 0;
  for (const word of words) {
    const last = at + word.ids.length - 1;
    word.ids.forEach((id, i) => {
      ids[at] = id;
      next[at] = at < last ? at + 1 : -1;
      previous[at] = i > 0 ? at - 1 : -1;
      counts[at] = word.count;
      at++;
    });
  }
  return { ids, next, previous, counts };
}

/** Keys by count, the largest first; of equal counts the smallest key. */
class Ranking {
  readonly #counts = new MinHeap();
  readonly #keys = new Map<number, MinHeap>();

  get size(): number {
    return this.#counts.size;
  }

  push(count: number, key: number): void {
    let keys = this.#keys.get(count);
    if (!keys) {
      this.#keys.set(count, (keys = new MinHeap()));
      this.#counts.push(-count);
    }
    keys.push(key);
  }

  pop(): [count: number, key: number] {
    const count = -this.#counts.pop();
    const keys = this.#keys.get(count)!;
    const key = keys.pop();
    if (keys.size > 0) this.#counts.push(-count);
    else this.#keys.delete(count);
    return [count, key];
  }
}
