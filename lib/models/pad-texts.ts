/** Texts of different lengths side by side: filled up at their ends, and what says where each ends. */
import { tensor1d, tensor2d } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check, checkInteger } from "../core/index.ts";

export interface PaddedTexts {
  /** `[batch, pos]`, int32. */
  readonly ids: Tensor;
  /** 1 for tokens, 0 for what fills up, `[batch, pos]`: a `mask` for an encoder, `counts` for a loss. */
  readonly mask: Tensor;
  /** How many tokens each text has, `[batch]`, int32. */
  readonly lengths: Tensor;
  /** How much each token is to be learned, `[batch, pos]`: as given, and 0 for what fills up. */
  readonly counts: Tensor;
}

export interface PadOptions {
  /** The id that fills up. */
  pad?: number;
  /** How many positions there are (default: as many as the longest text has). */
  length?: number;
  /** How much each token of each text is to be learned (default: 1). For an answer, 0 for its question. */
  counts?: readonly (readonly number[])[];
}

/** Throws if there is no text, one is empty or too long, or its counts are not as many as its tokens. */
export function padTexts(texts: readonly (readonly number[])[], options: PadOptions = {}): PaddedTexts {
  check(texts.length > 0, "padTexts texts", "at least one text", texts);
  const { pad = 0, length = Math.max(...texts.map((text) => text.length)), counts } = options;
  checkInteger(pad, "padTexts pad");
  checkInteger(length, "padTexts length", { min: 1 });
  check(!counts || counts.length === texts.length, "padTexts counts", `those of ${texts.length} texts`, counts);
  for (const [i, text] of texts.entries()) {
    const fits = text.length > 0 && text.length <= length;
    check(fits, `padTexts texts[${i}]`, `1 to ${length} tokens`, text.length);
    for (const [at, id] of text.entries()) checkInteger(id, `padTexts texts[${i}][${at}]`);
    const found = counts?.[i]?.length ?? text.length;
    check(found === text.length, `padTexts counts[${i}]`, `${text.length} numbers`, found);
  }
  const shape: [number, number] = [texts.length, length];
  const filled = (of: (text: number, at: number) => number, rest: number): number[] =>
    texts.flatMap((text, i) => Array.from({ length }, (_, at) => (at < text.length ? of(i, at) : rest)));
  return {
    ids: tensor2d(
      filled((i, at) => texts[i]![at]!, pad),
      shape,
      "int32",
    ),
    mask: tensor2d(
      filled(() => 1, 0),
      shape,
    ),
    lengths: tensor1d(
      texts.map((text) => text.length),
      "int32",
    ),
    counts: tensor2d(
      filled((i, at) => counts?.[i]?.[at] ?? 1, 0),
      shape,
    ),
  };
}
