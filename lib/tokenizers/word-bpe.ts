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

/** The ids of a word's bytes; used anew for the next word. */
let scratch = new Int32Array(256);

/**
 * Write the ids of the bytes of `text` from `start` to `end` into `scratch`, and return how many they are. UTF-8 by hand
 * (RFC 3629, section 3): to make a text of the word and bytes of that takes longer than all the rest.
 */
function writeIds(text: string, { start, end }: { start: number; end: number }): number {
  if (scratch.length < 3 * (end - start)) scratch = new Int32Array(3 * (end - start));
  let length = 0;
  for (let i = start; i < end; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      scratch[length++] = idOfByte[code]!;
      continue;
    }
    if (code < 0x800) scratch[length++] = idOfByte[0xc0 | (code >> 6)]!;
    else {
      if (code >= 0xd800 && code <= 0xdbff) {
        // the text is well-formed, so the other half follows
        code = text.codePointAt(i++)!;
        scratch[length++] = idOfByte[0xf0 | (code >> 18)]!;
        scratch[length++] = idOfByte[0x80 | ((code >> 12) & 0x3f)]!;
      } else scratch[length++] = idOfByte[0xe0 | (code >> 12)]!;
      scratch[length++] = idOfByte[0x80 | ((code >> 6) & 0x3f)]!;
    }
    scratch[length++] = idOfByte[0x80 | (code & 0x3f)]!;
  }
  return length;
}

/** A function from a text to its tokens. It keeps the tokens of words that it has met. */
export function wordEncoder({ pattern, table, whole }: WordBpe): (text: string) => number[] {
  let known = new WordCache();

  function tokensOf(text: string, place: { start: number; end: number }): number[] {
    const one = whole?.(text.slice(place.start, place.end));
    if (one !== undefined) return [one];
    // subtle: first, since it may make `scratch` anew
    const length = writeIds(text, place);
    return mergeWord(scratch, { length, table });
  }

  return (text) => {
    // a text with half a surrogate pair has no bytes, and its words would be read as others
    if (!text.isWellFormed()) utf8(text, "encode text");
    const ids: number[] = [];
    eachWord(text, pattern, (start, end) => {
      if (known.appendTo(ids, text, { start, end })) return;
      const tokens = tokensOf(text, { start, end });
      if (known.size >= mostKept) known = new WordCache();
      if (end - start <= longestKept) known.add(text, { start, end, tokens });
      for (const token of tokens) ids.push(token);
    });
    return ids;
  };
}
