/**
 * Tokenizers as Hugging Face's libraries keep them, tokenizer.json: a file in, the same ids out, and the other way.
 *
 * What is read and written: byte-level BPE with the split of GPT-2, WordPiece as BERT's without changes to the text,
 * Unigram with byte fallback and the split of GPT-2. Anything else in a file is refused by name and never ignored.
 *
 * Reference: https://huggingface.co/docs/tokenizers, version 0.23.
 */
import { check, InputError } from "../core/index.ts";
import {
  expectId,
  expectNone,
  expectNothingAround,
  idsOf,
  isTable,
  mergesOf,
  scoredOf,
  specialOf,
} from "./huggingface-file.ts";
import type { File } from "./huggingface-file.ts";
import { characterOfByte, idOfByte } from "./byte-order.ts";
import { regexBpe } from "./regex-bpe.ts";
import type { RegexBpe } from "./regex-bpe.ts";
import { renumbered } from "./renumbered.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { unigram } from "./unigram.ts";
import type { Unigram } from "./unigram.ts";
import { unknownWord, wordPiece } from "./wordpiece.ts";
import type { WordPiece } from "./wordpiece.ts";

const unknownPiece = "<unk>";
const notTokens = "texts that are no tokens of the model";
const gpt2Split = String.raw`'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+`;
const byteLevel = { type: "ByteLevel", add_prefix_space: false, trim_offsets: true, use_regex: true };
const bertNormalizer = {
  type: "BertNormalizer",
  clean_text: false,
  handle_chinese_chars: true,
  strip_accents: false,
  lowercase: false,
};

/**
 * The text of a tokenizer.json with the same ids. Throws where there is none: at another split than GPT-2's, at two merges
 * that make the same token, and at special tokens that are spelled as a token of the model is.
 */
export function toHuggingFace(tokenizer: RegexBpe | Unigram | WordPiece): string {
  if ("merges" in tokenizer) return bpeFile(tokenizer);
  return "scores" in tokenizer ? unigramFile(tokenizer) : wordPieceFile(tokenizer);
}

/** The tokenizer in the text of a tokenizer.json. Throws at whatever would give other ids. */
export function fromHuggingFace(text: string): Tokenizer {
  let file: unknown;
  try {
    file = JSON.parse(text);
  } catch (error) {
    throw new InputError(`fromHuggingFace text: expected JSON, got ${String(error)}`, { cause: error });
  }
  const readers: Record<string, (file: File) => Numbered> = { BPE: bpeOf, Unigram: unigramOf, WordPiece: wordPieceOf };
  const model = isTable(file) ? file["model"] : undefined;
  const type = isTable(model) ? model["type"] : undefined;
  const isKnown = typeof type === "string" && Object.hasOwn(readers, type);
  check(isKnown, "fromHuggingFace model", "BPE, Unigram or WordPiece", type);
  expectNothingAround(file as unknown as File);
  const { tokenizer, ids } = readers[type]!(file as unknown as File);
  return renumbered(tokenizer, { ids, save: () => text });
}

interface Numbered {
  tokenizer: Tokenizer;
  /** For each id of the tokenizer that of the file. */
  ids: number[];
}

function bpeFile({ vocab, merges, pattern, specialTokens }: RegexBpe): string {
  check(pattern === "gpt2", "toHuggingFace pattern", "gpt2", pattern);
  const shown = vocab.map((bytes) => Array.from(bytes, (byte) => characterOfByte[byte]!).join(""));
  checkNoneTwice(shown, "merges");
  return fileOf({
    specialTokens,
    names: shown,
    pre_tokenizer: byteLevel,
    decoder: byteLevel,
    model: {
      type: "BPE",
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(shown.map((token, id) => [token, id])),
      merges: merges.map(([left, right]) => [shown[left]!, shown[right]!]),
    },
  });
}

function bpeOf({ added_tokens: added, normalizer, pre_tokenizer: split, model }: File): Numbered {
  expectNone({ normalizer });
  for (const name of ["dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix"])
    expectNone({ [name]: model[name] });
  for (const name of ["fuse_unk", "byte_fallback", "ignore_merges"])
    check(!model[name], `fromHuggingFace ${name}`, "false", model[name]);
  const isKnown = split?.type === "ByteLevel" && split["add_prefix_space"] === false && split["use_regex"] !== false;
  check(
    isKnown,
    "fromHuggingFace pre_tokenizer",
    "ByteLevel without a prefix space, with its split",
    JSON.stringify(split),
  );
  const ids = idsOf(model["vocab"]);
  const inner = new Map(characterOfByte.map((character, byte) => [character, idOfByte[byte]!]));
  const merges = mergesOf(model["merges"]).map(([left, right], n): [number, number] => {
    const pair = [inner.get(left), inner.get(right)];
    check(
      pair[0] !== undefined && pair[1] !== undefined,
      `fromHuggingFace merges[${n}]`,
      "two earlier tokens",
      `${left} ${right}`,
    );
    check(
      !inner.has(left + right),
      `fromHuggingFace merges[${n}]`,
      "a token that no earlier merge makes",
      `${left} ${right}`,
    );
    inner.set(left + right, 256 + n);
    return pair as [number, number];
  });
  const outer: number[] = [];
  for (const [token, id] of inner) outer[id] = expectId(ids, token);
  const special = specialOf(added, { ids, size: ids.size });
  const tokenizer = regexBpe.of({ merges, pattern: "gpt2", specialTokens: special.map(({ content }) => content) });
  special.forEach(({ id }, i) => (outer[256 + merges.length + i] = id));
  return { tokenizer, ids: outer };
}

function unigramFile({ vocab, scores, specialTokens }: Unigram): string {
  const bytes = Array.from({ length: 256 }, (_, byte): [string, number] => [byteToken(byte), 0]);
  const size = 256 + vocab.length;
  const names = [...bytes.map(([name]) => name), ...vocab];
  checkNoneTwice([...names, unknownPiece], "vocab");
  check(!specialTokens.includes(unknownPiece), "toHuggingFace specialTokens", notTokens, unknownPiece);
  const special = specialTokens.map((token): [string, number] => [token, 0]);
  return fileOf({
    specialTokens,
    names,
    pre_tokenizer: { type: "Split", pattern: { Regex: gpt2Split }, behavior: "Isolated", invert: false },
    decoder: { type: "Sequence", decoders: [{ type: "ByteFallback" }, { type: "Fuse" }] },
    model: {
      type: "Unigram",
      // last, so that the special tokens have the same ids as here
      unk_id: size + special.length,
      vocab: [
        ...bytes,
        ...vocab.map((piece, i): [string, number] => [piece, scores[i]!]),
        ...special,
        [unknownPiece, 0],
      ],
      byte_fallback: true,
    },
  });
}

function unigramOf({ added_tokens: added, normalizer, pre_tokenizer: split, model }: File): Numbered {
  expectNone({ normalizer });
  const pattern = (split?.["pattern"] as { Regex?: string } | undefined)?.Regex;
  const isKnown =
    split?.type === "Split" && split["behavior"] === "Isolated" && split["invert"] === false && pattern === gpt2Split;
  check(isKnown, "fromHuggingFace pre_tokenizer", "the split of GPT-2", JSON.stringify(split));
  check(model["byte_fallback"] === true, "fromHuggingFace byte_fallback", "true", model["byte_fallback"]);
  const all = scoredOf(model["vocab"]);
  const byName = new Map(all.map(({ piece }, id) => [piece, id]));
  const bytes = Array.from({ length: 256 }, (_, byte) => expectId(byName, byteToken(byte)));
  const special = specialOf(added, { ids: byName, size: all.length });
  const others = new Set<unknown>([...special.map(({ id }) => id), model["unk_id"]]);
  const own = all
    .map((each, id) => ({ ...each, id }))
    .filter(({ piece, id }) => !others.has(id) && !/^<0x[\dA-F]{2}>$/u.test(piece));
  // a character without a piece is ten less likely than the least likely entry there, and than the least likely piece here
  const least = own.reduce((most, { score }) => Math.min(most, score), 0);
  const lower = all.find(({ score }) => score < least);
  check(!lower, "fromHuggingFace vocab", `no score below ${least}, the least of a piece`, lower?.score);
  const tokenizer = unigram.of({
    vocab: own.map(({ piece }) => piece),
    scores: own.map(({ score }) => score),
    specialTokens: special.map(({ content }) => content),
  });
  return { tokenizer, ids: [...bytes, ...own.map(({ id }) => id), ...special.map(({ id }) => id)] };
}

function wordPieceFile({ vocab, specialTokens }: WordPiece): string {
  return fileOf({
    specialTokens,
    names: vocab,
    normalizer: bertNormalizer,
    pre_tokenizer: { type: "BertPreTokenizer" },
    decoder: { type: "WordPiece", prefix: "##", cleanup: false },
    model: {
      type: "WordPiece",
      unk_token: unknownWord,
      continuing_subword_prefix: "##",
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(vocab.map((piece, id) => [piece, id])),
    },
  });
}

function wordPieceOf({ added_tokens: added, normalizer, pre_tokenizer: split, model }: File): Numbered {
  const { type: _, ...changes } = bertNormalizer;
  const given = (normalizer ?? {}) as Record<string, unknown>;
  const same = Object.entries(changes).every(([name, value]) => given[name] === value);
  check(same, "fromHuggingFace normalizer", "Chinese characters apart and nothing else", JSON.stringify(normalizer));
  check(split?.type === "BertPreTokenizer", "fromHuggingFace pre_tokenizer", "BertPreTokenizer", JSON.stringify(split));
  check(
    model["continuing_subword_prefix"] === "##",
    "fromHuggingFace continuing_subword_prefix",
    "##",
    model["continuing_subword_prefix"],
  );
  check(
    model["max_input_chars_per_word"] === 100,
    "fromHuggingFace max_input_chars_per_word",
    "100",
    model["max_input_chars_per_word"],
  );
  const ids = idsOf(model["vocab"]);
  const special = specialOf(added, { ids, size: ids.size }).filter(({ content }) => content !== model["unk_token"]);
  const names = new Set(special.map(({ content }) => content));
  const unknown = expectId(ids, String(model["unk_token"]));
  const pieces = [...ids].filter(([piece, id]) => id !== unknown && !names.has(piece));
  const tokenizer = wordPiece.of({
    vocab: [unknownWord, ...pieces.map(([piece]) => piece)],
    specialTokens: [...names],
  });
  return { tokenizer, ids: [unknown, ...pieces.map(([, id]) => id), ...special.map(({ id }) => id)] };
}

interface Written {
  specialTokens: readonly string[];
  /** The tokens of the model; the first special token's id is how many they are. */
  names: readonly string[];
  normalizer?: object;
  pre_tokenizer: object;
  decoder: object;
  model: object;
}

function fileOf({ specialTokens, names, normalizer, pre_tokenizer, decoder, model }: Written): string {
  const size = names.length;
  const tokens = new Set(names);
  const taken = specialTokens.find((token) => tokens.has(token));
  check(taken === undefined, "toHuggingFace specialTokens", notTokens, taken);
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  const added = specialTokens.map((content, i) => ({ id: size + i, content, ...flags }));
  const parts = {
    version: "1.0",
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: normalizer ?? null,
    pre_tokenizer,
  };
  return JSON.stringify({ ...parts, post_processor: null, decoder, model });
}

function checkNoneTwice(names: readonly string[], part: string): void {
  const seen = new Set<string>();
  for (const name of names) {
    check(!seen.has(name), `toHuggingFace ${part}`, "no token twice", name);
    seen.add(name);
  }
}

function byteToken(byte: number): string {
  return `<0x${byte.toString(16).toUpperCase().padStart(2, "0")}>`;
}
