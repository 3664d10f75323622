/**
 * Byte-level byte-pair encoding: start from the 256 bytes of UTF-8 and merge the most frequent neighbours, again and
 * again. There is no unknown token, because every text is bytes.
 *
 * Left out: splitting the text into words first, as GPT-2 and its successors do; merges stay inside one training text.
 *
 * References: Gage 1994, "A New Algorithm for Data Compression", C Users Journal 12(2); Sennrich, Haddow and Birch 2016,
 * "Neural Machine Translation of Rare Words with Subword Units", section 3.2; Radford et al. 2019 (GPT-2), section 2.2.
 */
import { checkInteger } from "../core/index.ts";
import { byteLevel } from "./byte-level.ts";
import { utf8 } from "./bytes.ts";
import { countPairs, mergePair, pairKey } from "./pairs.ts";
import { loaded, saved } from "./save.ts";
import { numbered } from "./special-tokens.ts";
import { tokenBytes } from "./token-bytes.ts";
import type { Tokenizer } from "./tokenizer.ts";

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

const format = "byte-bpe";

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
function load(text: string): ByteBpe {
  const { merges, specialTokens } = loaded(text, {
    name: "byteBpe.load",
    format,
    parts: { merges: "merges", specialTokens: "texts" },
  });
  return build(merges, specialTokens);
}

function build(merges: readonly Merge[], specialTokens: readonly string[]): ByteBpe {
  const ranks = new Map(merges.map(([left, right], rank) => [pairKey(left, right), rank]));
  const vocab = tokenBytes([...Array(256).keys()], { merges, name: "byteBpe" });
  const special = numbered(specialTokens, { first: vocab.length, name: "byteBpe" });

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

  return Object.freeze({
    ...byteLevel({ vocab, special, encodeText, save: () => saved({ format, merges, specialTokens }) }),
    merges: Object.freeze([...merges]),
    specialTokens: Object.freeze([...specialTokens]),
    vocab: Object.freeze([...vocab, ...[...special.keys()].map((spelling) => utf8(spelling, "byteBpe specialTokens"))]),
  });
}

function precedes([left, right]: Merge, [otherLeft, otherRight]: Merge): boolean {
  return left < otherLeft || (left === otherLeft && right < otherRight);
}
