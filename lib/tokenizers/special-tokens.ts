/** Tokens with a meaning of their own: found in a text before anything else, and never by accident. */
import { check } from "../core/index.ts";
import type { EncodeOptions } from "./tokenizer.ts";

/** Spelling → id. */
export type SpecialTokens = ReadonlyMap<string, number>;

/** Ids from `first` on, in the order of the list. Throws if one is empty or comes twice. */
export function numbered(
  spellings: readonly string[],
  { first, name }: { first: number; name: string },
): SpecialTokens {
  const distinct = new Set(spellings).size === spellings.length && !spellings.includes("");
  check(distinct, `${name} specialTokens`, "different texts, none empty", spellings.join(" "));
  return new Map(spellings.map((spelling, i) => [spelling, first + i]));
}

/**
 * `encodeText` for texts with special tokens in them, by the policy that `encode` is called with. A lone surrogate is
 * replaced first, if it shall be.
 */
export function withSpecialTokens(
  special: SpecialTokens,
  encodeText: (text: string) => number[],
): (text: string, options?: EncodeOptions) => number[] {
  // longest first, so that a special token that begins like another is found whole
  const spellings = [...special.keys()]
    .toSorted((a, b) => b.length - a.length)
    .map((spelling) => RegExp.escape(spelling));
  const any = spellings.length > 0 ? new RegExp(`(${spellings.join("|")})`, "u") : undefined;
  return (text, { special: policy = "refuse", loneSurrogates = "refuse" } = {}) => {
    const whole = loneSurrogates === "replace" ? text.toWellFormed() : text;
    if (policy === "as-text" || !any) return encodeText(whole);
    const found = any.exec(whole);
    if (policy === "refuse")
      check(!found, "encode text", 'no special token (pass special: "as-text" or "allow")', found?.[0]);
    if (!found) return encodeText(whole);
    return whole.split(any).flatMap((part, i) => (i % 2 === 1 ? special.get(part)! : encodeText(part)));
  };
}
