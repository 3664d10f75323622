/** A tokenizer whose ids are others: what was trained elsewhere has numbered its tokens in its own way. */
import { check } from "../core/index.ts";
import type { EncodeOptions, Piece, Tokenizer } from "./tokenizer.ts";

/** `tokenizer` with the id `ids[id]` in place of each of its own. `save` gives back what it was read from. */
export function renumbered(
  tokenizer: Tokenizer,
  { ids, save }: { ids: readonly number[]; save: () => string },
): Tokenizer {
  const own = new Map<number, number>();
  // of two tokens with one id the first is meant
  ids.forEach((id, token) => own.has(id) || own.set(id, token));
  const size = 1 + ids.reduce((most, id) => Math.max(most, id), -1);
  const ownOf = (id: number): number => {
    const token = own.get(id);
    check(token !== undefined, "decode ids", `ids from 0 to ${size - 1}`, id);
    return token;
  };
  return Object.freeze({
    size,
    encode: (text: string, options?: EncodeOptions) => tokenizer.encode(text, options).map((token) => ids[token]!),
    decode: (all: readonly number[]) => tokenizer.decode(all.map(ownOf)),
    pieces: (text: string, options?: EncodeOptions): Piece[] =>
      tokenizer.pieces(text, options).map(({ id, text: shown }) => ({ id: ids[id]!, text: shown })),
    save,
  });
}
