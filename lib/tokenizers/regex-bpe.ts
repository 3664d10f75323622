/**
 * Byte-pair encoding as GPT-2 and its successors do it: the text is cut into words first, and merges stay inside them.
 * Against `byte-bpe.ts` that is the only difference in what is learned; ids 0 to 255 are the bytes in GPT-2's order.
 *
 * Reference: Radford et al. 2019, "Language Models are Unsupervised Multitask Learners", section 2.2.
 */
import { check, checkInteger } from "../core/index.ts";
import { byteLevel } from "./byte-level.ts";
import { byteOfId, idOfByte } from "./byte-order.ts";
import { utf8 } from "./bytes.ts";
import { learnMerges } from "./learn-merges.ts";
import { pairTable } from "./pair-table.ts";
import { loaded, saved } from "./save.ts";
import { numbered } from "./special-tokens.ts";
import { eachWord, splitPatterns } from "./split-patterns.ts";
import type { SplitPattern } from "./split-patterns.ts";
import { tokenBytes } from "./token-bytes.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { wordEncoder } from "./word-bpe.ts";

export interface RegexBpeOptions {
  /** Number of ids to stop at, 256 bytes included, special tokens not. Training stops early when no pair occurs twice. */
  vocabSize: number;
  /** How texts are cut into words (default: as for GPT-2). */
  pattern?: SplitPattern;
  /** They get the ids after the merges. */
  specialTokens?: readonly string[];
}

export interface RegexBpe extends Tokenizer {
  readonly pattern: SplitPattern;
  /** The n-th makes id 256 + n. */
  readonly merges: readonly (readonly [number, number])[];
  readonly specialTokens: readonly string[];
  /** The bytes of each id but the special ones. */
  readonly vocab: readonly Uint8Array[];
}

export const regexBpe = { train, load, of: build } as const;

const format = "regex-bpe";

/** Learn merges from texts. The most frequent pair wins; of equally frequent ones, the one with the smallest ids. */
function train(texts: Iterable<string>, options: RegexBpeOptions): RegexBpe {
  const { vocabSize, pattern = "gpt2", specialTokens = [] } = options;
  checkInteger(vocabSize, "regexBpe.train vocabSize", { min: 256, max: 2 ** 20 });
  checkPattern(pattern);
  const counts = new Map<string, number>();
  for (const text of texts) {
    check(text.isWellFormed(), "regexBpe.train texts", "text without lone surrogates", text);
    eachWord(text, pattern, (start, end) => {
      const word = text.slice(start, end);
      counts.set(word, (counts.get(word) ?? 0) + 1);
    });
  }
  const words = [...counts].map(([word, count]) => ({
    ids: Array.from(utf8(word, "texts"), (byte) => idOfByte[byte]!),
    count,
  }));
  return build({ merges: learnMerges(words, { merges: vocabSize - 256, firstId: 256 }), pattern, specialTokens });
}

/** Read what `save` wrote. Throws on anything else. */
function load(text: string): RegexBpe {
  const parts = { merges: "merges", pattern: "text", specialTokens: "texts" } as const;
  const { merges, pattern, specialTokens } = loaded(text, { name: "regexBpe.load", format, parts });
  return build({ merges, pattern: pattern as SplitPattern, specialTokens });
}

interface Parts {
  merges: readonly (readonly [number, number])[];
  pattern: SplitPattern;
  specialTokens: readonly string[];
}

/** The tokenizer with these merges. */
function build({ merges, pattern, specialTokens }: Parts): RegexBpe {
  checkPattern(pattern);
  const vocab = tokenBytes(byteOfId, { merges, name: "regexBpe" });
  const special = numbered(specialTokens, { first: vocab.length, name: "regexBpe" });
  const table = pairTable(merges.map(([left, right], n) => [left, right, 256 + n]));
  const encodeText = wordEncoder({ pattern, table });
  return Object.freeze({
    ...byteLevel({ vocab, special, encodeText, save: () => saved({ format, pattern, merges, specialTokens }) }),
    pattern,
    merges: Object.freeze([...merges]),
    specialTokens: Object.freeze([...specialTokens]),
    vocab: Object.freeze(vocab),
  });
}

function checkPattern(pattern: string): void {
  check(
    Object.hasOwn(splitPatterns, pattern),
    "regexBpe pattern",
    () => Object.keys(splitPatterns).join(", "),
    pattern,
  );
}
