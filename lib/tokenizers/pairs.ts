/** Neighbouring ids: counting them and joining them, the two steps of byte-pair encoding. */

export interface PairCount {
  pair: readonly [number, number];
  count: number;
}

/** One number for two ids, for use as a key. Ids are below 2²¹. */
export function pairKey(left: number, right: number): number {
  return left * 2 ** 21 + right;
}

/** How often each pair of neighbours occurs, each sequence counted as often as it occurs itself. */
export function countPairs(sequences: readonly { ids: readonly number[]; count: number }[]): PairCount[] {
  const counts = new Map<number, number>();
  for (const { ids, count } of sequences)
    for (let i = 0; i + 1 < ids.length; i++) {
      const key = pairKey(ids[i]!, ids[i + 1]!);
      counts.set(key, (counts.get(key) ?? 0) + count);
    }
  return [...counts].map(([key, count]) => ({ pair: [Math.floor(key / 2 ** 21), key % 2 ** 21], count }));
}

/** `ids` with every occurrence of `pair` replaced by `merged`, from left to right. */
export function mergePair(ids: readonly number[], [left, right]: readonly [number, number], merged: number): number[] {
  const result: number[] = [];
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] === left && ids[i + 1] === right) {
      result.push(merged);
      i++;
    } else result.push(ids[i]!);
  }
  return result;
}
