/**
 * Which token two neighbours become, for hundreds of thousands of pairs: a hash table in one array of integers, with
 * open addressing (Knuth, The Art of Computer Programming 3, section 6.4, algorithm L).
 */

export interface PairTable {
  /** The token of a pair, or −1. */
  get(left: number, right: number): number;
}

/** A table of `entries`: left id, right id, and the id of what they become. Of equal pairs the first counts. */
export function pairTable(entries: readonly (readonly [left: number, right: number, merged: number])[]): PairTable {
  // at most half full, so that the next free place is near
  const size = 2 ** Math.ceil(Math.log2(2 * entries.length + 2));
  const cells = new Int32Array(3 * size).fill(-1); // left, right, merged
  const placeOf = (left: number, right: number): number => {
    let place = (Math.imul(left, 0x9e37_79b1) ^ Math.imul(right, 0x85eb_ca6b)) >>> 0;
    place = (place ^ (place >>> 15)) & (size - 1);
    while (cells[3 * place]! >= 0 && (cells[3 * place] !== left || cells[3 * place + 1] !== right))
      place = (place + 1) & (size - 1);
    return 3 * place;
  };
  for (const [left, right, merged] of entries) {
    const place = placeOf(left, right);
    if (cells[place]! < 0) cells.set([left, right, merged], place);
  }
  return { get: (left, right) => cells[placeOf(left, right) + 2]! };
}
