/** Byte-pair encoding word by word: what `regex-bpe.ts` trains and `published.ts` reads work like this. */
import { utf8 } from "./bytes.ts";
import { idOfByte } from "./byte-order.ts";
import { mergeWord } from "./merge-word.ts";
import type { PairTable } from "./pair-table.ts";
import { WordCache } from "./word-cache.ts";
import { eachWord } from "./split-patterns.ts";
import type { SplitPattern } from "./split-patterns.ts";

/** Words that are kept with their tokens: language repeats itself. Longer ones do not come again. */
const mostKept = 500_000;
const longestKept = 64;

export interface WordBpe {
  pattern: SplitPattern;
  table: PairTable;
  /** The token of a word that is one, if it shall be looked up before its bytes are merged. */
  whole?: (word: string) => number | undefined;
}

/** The ids of a word's bytes; the array is used anew for the next word. */
let scratch = new Int32Array(256);
const encoder = new TextEncoder();

function idsOf(word: string): { ids: Int32Array; length: number } {
  if (scratch.length < 3 * word.length) scratch = new Int32Array(3 * word.length);
  let length = 0;
  for (; length < word.length; length++) {
    const code = word.charCodeAt(length);
    if (code >= 0x80) break;
    scratch[length] = idOfByte[code]!;
  }
  // from the first character that is not ASCII on
  if (length < word.length)
    for (const byte of encoder.encode(length === 0 ? word : word.slice(length))) scratch[length++] = idOfByte[byte]!;
  return { ids: scratch, length };
}

/** A function from a text to its tokens. It keeps the tokens of words that it has met. */
export function wordEncoder({ pattern, table, whole = () => undefined }: WordBpe): (text: string) => number[] {
  let known = new WordCache();

  function tokensOf(word: string): number[] {
    const one = whole(word);
    if (one !== undefined) return [one];
    const { ids, length } = idsOf(word);
    return mergeWord(ids, { length, table });
  }

  return (text) => {
    // a text with half a surrogate pair has no bytes, and its words would be read as others
    if (!text.isWellFormed()) utf8(text, "encode text");
    const ids: number[] = [];
    eachWord(text, pattern, (start, end) => {
      if (known.appendTo(ids, text, { start, end })) return;
      const tokens = tokensOf(text.slice(start, end));
      if (known.size >= mostKept) known = new WordCache();
      if (end - start <= longestKept) known.add(text, { start, end, tokens });
      for (const token of tokens) ids.push(token);
    });
    return ids;
  };
}
