/**
 * WordPiece, as BERT reads: words become the longest known pieces from the left, pieces inside a word are marked with
 * ##, and a word that cannot be pieced together is unknown as a whole.
 *
 * Against byte-pair encoding: what is learned is not the most frequent pair but the one whose parts are seldom seen apart,
 * and there are texts without tokens. Spaces are not kept: `decode` puts one between words.
 *
 * References: Schuster and Nakajima 2012, "Japanese and Korean Voice Search", section 4; Devlin et al. 2019, "BERT",
 * appendix A.2 and its `tokenization.py` for the words and the longest match.
 */
import { check, checkInteger } from "../core/index.ts";
import { pairKey } from "./pairs.ts";
import { loaded, saved } from "./save.ts";
import { numbered, withSpecialTokens } from "./special-tokens.ts";
import type { EncodeOptions, Piece, Tokenizer } from "./tokenizer.ts";

export interface WordPieceOptions {
  /** Number of ids to stop at, special tokens and the unknown one included. Fewer if no pair is left. */
  vocabSize: number;
  /** Besides `[UNK]`, which is id 0 and always there. */
  specialTokens?: readonly string[];
}

export interface WordPiece extends Tokenizer {
  /** The piece of each id but the special ones; `##` says that it goes on inside a word. */
  readonly vocab: readonly string[];
  readonly specialTokens: readonly string[];
}

export const wordPiece = { train, load, of: build } as const;

export const unknownWord = "[UNK]";
const format = "wordpiece";
const inside = "##";
/** Longer words are unknown, as in BERT's code. */
const longestWord = 100;

/** Punctuation as BERT counts it, ASCII's symbols among it, and the blocks of Chinese characters. */
const sign = String.raw`\p{P}$+<=>^\x60|~`;
const chinese = String.raw`\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u{20000}-\u{2ceaf}\u{2f800}-\u{2fa1f}`;
const words = new RegExp(String.raw`[${sign}${chinese}]|[^\p{White_Space}${sign}${chinese}]+`, "gu");

/** Words and signs: what is between spaces, with every punctuation mark and Chinese character on its own. */
export function splitSigns(text: string): string[] {
  return text.match(words) ?? [];
}

/** Learn pieces: of all pairs the one with the largest count(ab) / (count(a) · count(b)) becomes one; of equals the earlier. */
function train(texts: readonly string[], { vocabSize, specialTokens = [] }: WordPieceOptions): WordPiece {
  checkInteger(vocabSize, "wordPiece.train vocabSize", { min: 1, max: 2 ** 20 });
  for (const text of texts) check(text.isWellFormed(), "wordPiece.train texts", "text without lone surrogates", text);
  const counts = new Map<string, number>();
  for (const word of texts.flatMap(splitSigns)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const ids = new Map<string, number>([[unknownWord, 0]]);
  const idOf = (piece: string): number => ids.get(piece) ?? ids.set(piece, ids.size).get(piece)!;
  const cut = [...counts].map(([word, count]) => ({
    count,
    ids: Array.from(word, (character, i) => idOf((i > 0 ? inside : "") + character)),
  }));
  while (ids.size + specialTokens.length < vocabSize) {
    const best = bestPair(cut);
    if (!best) break;
    const vocab = [...ids.keys()];
    const merged = idOf(vocab[best[0]]! + vocab[best[1]]!.slice(inside.length));
    for (const word of cut)
      for (let i = 0; i + 1 < word.ids.length; i++)
        if (word.ids[i] === best[0] && word.ids[i + 1] === best[1]) word.ids.splice(i, 2, merged);
  }
  return build({ vocab: [...ids.keys()], specialTokens });
}

function bestPair(words: readonly { ids: readonly number[]; count: number }[]): [number, number] | undefined {
  const single = new Map<number, number>();
  const pairs = new Map<number, { pair: [number, number]; count: number }>();
  for (const { ids, count } of words)
    ids.forEach((id, i) => {
      single.set(id, (single.get(id) ?? 0) + count);
      const next = ids[i + 1];
      if (next === undefined) return;
      const key = pairKey(id, next);
      const pair = pairs.get(key) ?? pairs.set(key, { pair: [id, next], count: 0 }).get(key)!;
      pair.count += count;
    });
  let best: { pair: [number, number]; score: number } | undefined;
  for (const { pair, count } of pairs.values()) {
    const score = count / (single.get(pair[0])! * single.get(pair[1])!);
    if (!best || score > best.score) best = { pair, score };
  }
  return best?.pair;
}

/** Read what `save` wrote. Throws on anything else. */
function load(text: string): WordPiece {
  const parts = { vocab: "texts", specialTokens: "texts" } as const;
  return build(loaded(text, { name: "wordPiece.load", format, parts }));
}

interface Parts {
  vocab: readonly string[];
  specialTokens: readonly string[];
}

/** The tokenizer with these pieces. */
function build({ vocab, specialTokens }: Parts): WordPiece {
  const ids = new Map(vocab.map((piece, id) => [piece, id]));
  check(
    ids.size === vocab.length && ids.get(unknownWord) === 0,
    "wordPiece vocab",
    `different pieces, ${unknownWord} first`,
    vocab,
  );
  const special = numbered(specialTokens, { first: vocab.length, name: "wordPiece" });
  const texts = [...vocab, ...special.keys()];
  const unknown = 0;

  /** The longest piece from the left, again and again. */
  function piecesOf(word: string): number[] {
    const characters = [...word];
    if (characters.length > longestWord) return [unknown];
    const found: number[] = [];
    for (let start = 0; start < characters.length;) {
      let end = characters.length;
      let id: number | undefined;
      for (; end > start && id === undefined; end--)
        id = ids.get((start > 0 ? inside : "") + characters.slice(start, end).join(""));
      if (id === undefined) return [unknown];
      found.push(id);
      start = end + 1;
    }
    return found;
  }

  const encode = withSpecialTokens(special, (text) => {
    check(text.isWellFormed(), "encode text", 'text without lone surrogates (or loneSurrogates: "replace")', text);
    return splitSigns(text).flatMap(piecesOf);
  });
  const textOf = (id: number): string => {
    const text = texts[id];
    check(text !== undefined, "decode ids", `ids from 0 to ${texts.length - 1}`, id);
    return text;
  };

  return Object.freeze({
    size: texts.length,
    vocab: Object.freeze([...vocab]),
    specialTokens: Object.freeze([...specialTokens]),
    encode,
    decode: (all: readonly number[]) =>
      all
        .map(textOf)
        .reduce(
          (text, piece) => text + (piece.startsWith(inside) ? piece.slice(2) : `${text === "" ? "" : " "}${piece}`),
          "",
        ),
    pieces: (text: string, options?: EncodeOptions): Piece[] =>
      encode(text, options).map((id) => ({ id, text: textOf(id) })),
    save: () => saved({ format, vocab, specialTokens }),
  });
}
