/**
 * One token for each character: the first rung. Nothing is learned but which characters there are, texts become long,
 * and whoever meets a character that was not in the training text has no token for it.
 *
 * A character is a code point of Unicode, so an emoji made of several is several tokens.
 */
import { check } from "../core/index.ts";
import { numbered, withSpecialTokens } from "./special-tokens.ts";
import { loaded, saved } from "./save.ts";
import type { EncodeOptions, Piece, Tokenizer } from "./tokenizer.ts";

export interface CharacterOptions {
  specialTokens?: readonly string[];
}

export interface CharacterTokenizer extends Tokenizer {
  /** The character of each id, in order of code points; special tokens come after them. */
  readonly vocab: readonly string[];
}

export const characterTokenizer = { train, load } as const;

const format = "character";

/** The characters of `texts`. */
function train(texts: readonly string[], { specialTokens = [] }: CharacterOptions = {}): CharacterTokenizer {
  const characters = new Set<string>();
  for (const text of texts) {
    check(text.isWellFormed(), "characterTokenizer.train texts", "text without lone surrogates", text);
    for (const character of text) characters.add(character);
  }
  return build(
    [...characters].toSorted((a, b) => a.codePointAt(0)! - b.codePointAt(0)!),
    specialTokens,
  );
}

/** Read what `save` wrote. Throws on anything else. */
function load(text: string): CharacterTokenizer {
  const { vocab, specialTokens } = loaded(text, {
    name: "characterTokenizer.load",
    format,
    parts: { vocab: "texts", specialTokens: "texts" },
  });
  const characters = vocab.every((character) => [...character].length === 1 && character.isWellFormed());
  check(
    characters && new Set(vocab).size === vocab.length,
    "characterTokenizer.load vocab",
    "different characters",
    vocab,
  );
  return build(vocab, specialTokens);
}

function build(vocab: readonly string[], specialTokens: readonly string[]): CharacterTokenizer {
  const ids = new Map(vocab.map((character, id) => [character, id]));
  const special = numbered(specialTokens, { first: vocab.length, name: "characterTokenizer" });
  const texts = [...vocab, ...special.keys()];

  const encode = withSpecialTokens(special, (text) => {
    check(text.isWellFormed(), "encode text", 'text without lone surrogates (or loneSurrogates: "replace")', text);
    return Array.from(text, (character) => {
      const id = ids.get(character);
      check(id !== undefined, "encode text", "characters of the training text", character);
      return id;
    });
  });
  const textOf = (id: number): string => {
    const text = texts[id];
    check(text !== undefined, "decode ids", `ids from 0 to ${texts.length - 1}`, id);
    return text;
  };

  return Object.freeze({
    size: texts.length,
    vocab: Object.freeze([...vocab]),
    encode,
    decode: (all: readonly number[]) => all.map(textOf).join(""),
    pieces: (text: string, options?: EncodeOptions): Piece[] =>
      encode(text, options).map((id) => ({ id, text: textOf(id) })),
    save: () => saved({ format, vocab, specialTokens }),
  });
}
