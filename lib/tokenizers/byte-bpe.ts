/**
 * Byte-level byte-pair encoding: start from the 256 bytes of UTF-8 and merge the most frequent neighbours, again and
 * again. There is no unknown token, because every text is bytes.
 *
 * Left out: splitting the text into words first, as GPT-2 and its successors do; merges stay inside one training text.
 *
 * References: Gage 1994, "A New Algorithm for Data Compression", C Users Journal 12(2); Sennrich, Haddow and Birch 2016,
 * "Neural Machine Translation of Rare Words with Subword Units", section 3.2; Radford et al. 2019 (GPT-2), section 2.2.
 */
import { check, checkInteger } from "../core/index.ts";
import { countPairs, mergePair, pairKey } from "./pairs.ts";
import type { EncodeOptions, Piece, Tokenizer } from "./tokenizer.ts";

/** Two ids that become one; the n-th merge makes id 256 + n. */
export type Merge = readonly [number, number];

export interface ByteBpeOptions {
  /** Number of ids to stop at, 256 bytes included, special tokens not. Training stops early when no pair occurs twice. */
  vocabSize: number;
  /** Tokens with a meaning of their own, such as `<|end|>`; they get the ids after the merges. */
  specialTokens?: readonly string[];
}

export interface ByteBpe extends Tokenizer {
  readonly merges: readonly Merge[];
  readonly specialTokens: readonly string[];
  /** The bytes of each id, in order; of a special token, its spelling's. */
  readonly vocab: readonly Uint8Array[];
}

const saveFormat = "byte-bpe";
const saveVersion = 1;

export const byteBpe = { train, load } as const;

/** Learn merges from texts. The most frequent pair wins; of equally frequent ones, the one with the smallest ids. */
function train(texts: readonly string[], { vocabSize, specialTokens = [] }: ByteBpeOptions): ByteBpe {
  checkInteger(vocabSize, "byteBpe.train vocabSize", { min: 256, max: 2 ** 20 });
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  const sequences = [...counts].map(([text, count]) => ({ ids: [...utf8(text, "byteBpe.train texts")], count }));

  const merges: Merge[] = [];
  while (256 + merges.length < vocabSize) {
    const best = countPairs(sequences).reduce<{ pair: Merge; count: number } | undefined>((winner, candidate) => {
      const wins =
        !winner ||
        candidate.count > winner.count ||
        (candidate.count === winner.count && precedes(candidate.pair, winner.pair));
      return wins ? candidate : winner;
    }, undefined);
    if (!best || best.count < 2) break;
    for (const sequence of sequences) sequence.ids = mergePair(sequence.ids, best.pair, 256 + merges.length);
    merges.push(best.pair);
  }
  return build(merges, specialTokens);
}

/** Read what `save` wrote. Throws on anything else, truncated or altered text included. */
function load(saved: string): ByteBpe {
  let data: { format?: unknown; version?: unknown; merges?: unknown; specialTokens?: unknown };
  try {
    data = JSON.parse(saved) as typeof data;
  } catch {
    data = {};
  }
  check(data.format === saveFormat, "byteBpe.load format", `"${saveFormat}"`, data.format);
  check(data.version === saveVersion, "byteBpe.load version", String(saveVersion), data.version);
  const { merges, specialTokens } = data;
  check(Array.isArray(merges), "byteBpe.load merges", "an array of pairs", merges);
  for (const [n, pair] of (merges as unknown[]).entries()) {
    const valid =
      Array.isArray(pair) && pair.length === 2 && pair.every((id) => Number.isInteger(id) && id >= 0 && id < 256 + n);
    check(valid, `byteBpe.load merges[${n}]`, `two ids below ${256 + n}`, pair);
  }
  check(
    Array.isArray(specialTokens) && specialTokens.every((each) => typeof each === "string"),
    "byteBpe.load specialTokens",
    "an array of texts",
    specialTokens,
  );
  return build(merges as Merge[], specialTokens as string[]);
}

function build(merges: readonly Merge[], specialTokens: readonly string[]): ByteBpe {
  check(
    new Set(specialTokens).size === specialTokens.length && !specialTokens.includes(""),
    "byteBpe specialTokens",
    "different texts, none empty",
    specialTokens.join(" "),
  );
  const ranks = new Map(merges.map(([left, right], rank) => [pairKey(left, right), rank]));
  const vocab: Uint8Array[] = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  for (const [left, right] of merges) vocab.push(Uint8Array.of(...vocab[left]!, ...vocab[right]!));
  const firstSpecial = vocab.length;
  for (const token of specialTokens) vocab.push(utf8(token, "byteBpe specialTokens"));
  // longest first, so that a special token that begins like another is found whole
  const anySpecial =
    specialTokens.length > 0
      ? new RegExp(
          `(${specialTokens
            .toSorted((a, b) => b.length - a.length)
            .map((token) => RegExp.escape(token))
            .join("|")})`,
          "u",
        )
      : undefined;

  function encode(text: string, { special = "refuse", loneSurrogates = "refuse" }: EncodeOptions = {}): number[] {
    const whole = loneSurrogates === "replace" ? text.toWellFormed() : text;
    if (special === "as-text" || !anySpecial) return encodeText(whole);
    const found = anySpecial.exec(whole);
    if (special === "refuse")
      check(!found, "encode text", 'no special token (pass special: "as-text" or "allow")', found?.[0]);
    return whole
      .split(anySpecial)
      .flatMap((part, i) => (i % 2 === 1 ? firstSpecial + specialTokens.indexOf(part) : encodeText(part)));
  }

  function encodeText(text: string): number[] {
    let ids = [...utf8(text, "encode text")];
    for (;;) {
      // the earliest merge learned is the first applied: later ones were learned on its results
      let first = Infinity;
      for (let i = 0; i + 1 < ids.length; i++)
        first = Math.min(first, ranks.get(pairKey(ids[i]!, ids[i + 1]!)) ?? Infinity);
      if (first === Infinity) return ids;
      ids = mergePair(ids, merges[first]!, 256 + first);
    }
  }

  function bytesOf(id: number): Uint8Array {
    const bytes = vocab[id];
    check(bytes !== undefined, "decode ids", `ids from 0 to ${vocab.length - 1}`, id);
    return bytes;
  }

  return Object.freeze({
    size: vocab.length,
    merges: Object.freeze([...merges]),
    specialTokens: Object.freeze([...specialTokens]),
    vocab: Object.freeze(vocab),
    encode,
    decode: (ids: readonly number[]) => new TextDecoder("utf-8", { ignoreBOM: true }).decode(concat(ids.map(bytesOf))),
    pieces: (text: string, options?: EncodeOptions): Piece[] =>
      encode(text, options).map((id) => ({ id, text: readable(bytesOf(id)) })),
    save: () => JSON.stringify({ format: saveFormat, version: saveVersion, merges, specialTokens }),
  });
}

function precedes([left, right]: Merge, [otherLeft, otherRight]: Merge): boolean {
  return left < otherLeft || (left === otherLeft && right < otherRight);
}

function utf8(text: string, name: string): Uint8Array {
  check(text.isWellFormed(), name, 'text without lone surrogates (or loneSurrogates: "replace")', text);
  return new TextEncoder().encode(text);
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Bytes as text where they are whole characters, as ⟨hex⟩ where they are not. */
function readable(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return [...bytes].map((byte) => (byte < 0x80 ? String.fromCharCode(byte) : `⟨${byte.toString(16)}⟩`)).join("");
  }
}
