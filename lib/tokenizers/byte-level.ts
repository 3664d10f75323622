/** What all tokenizers whose tokens are bytes have in common: decoding, and a view for people. */
import { check } from "../core/index.ts";
import { concat, readable, textOf, utf8 } from "./bytes.ts";
import { withSpecialTokens } from "./special-tokens.ts";
import type { SpecialTokens } from "./special-tokens.ts";
import type { EncodeOptions, Piece, Tokenizer } from "./tokenizer.ts";

export interface ByteLevelParts {
  /** The bytes of each id; ids without any are holes. */
  vocab: readonly (Uint8Array | undefined)[];
  special: SpecialTokens;
  encodeText: (text: string) => number[];
  save: () => string;
}

/** A tokenizer from its parts. */
export function byteLevel({ vocab, special, encodeText, save }: ByteLevelParts): Tokenizer {
  const bytes = [...vocab];
  for (const [spelling, id] of special) bytes[id] = utf8(spelling, "specialTokens");
  const bytesOf = (id: number): Uint8Array => {
    const found = bytes[id];
    check(found !== undefined, "decode ids", `ids from 0 to ${bytes.length - 1}`, id);
    return found;
  };
  const encode = withSpecialTokens(special, encodeText);
  return {
    size: bytes.length,
    encode,
    decode: (ids) => textOf(concat(ids.map(bytesOf))),
    pieces: (text: string, options?: EncodeOptions): Piece[] =>
      encode(text, options).map((id) => ({ id, text: readable(bytesOf(id)) })),
    save,
  };
}
