/**
 * How GPT-2 and its successors cut a text into words before byte-pair encoding, so that no token crosses from one word
 * into the next: "dog", "dog!" and "dog." would else become tokens of their own.
 *
 * Written anew for JavaScript, piece by piece as in tiktoken 0.14: what is a space is Unicode's White_Space there, and
 * JavaScript's `\s` is not quite the same. Possessive quantifiers, which only save time, have no JavaScript form.
 *
 * References: Radford et al. 2019 (GPT-2), section 2.2; the patterns of tiktoken, `tiktoken_ext/openai_public.py`.
 */

/** Whatever can come between words. */
const space = String.raw`\p{White_Space}`;
const notSpace = String.raw`\P{White_Space}`;
const contractions = "'(?:[sdmt]|ll|ve|re)";
const anyContractions = "'(?i:[sdmt]|ll|ve|re)";
/** Spaces up to the last one, which goes with the next word; at the end of the text all of them. */
const spaces = `${space}+(?!${notSpace})|${space}+`;
const upper = String.raw`[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]`;
const lower = String.raw`[\p{Ll}\p{Lm}\p{Lo}\p{M}]`;
const start = String.raw`[^\r\n\p{L}\p{N}]?`;

export const splitPatterns = {
  /** Words with the space before them, numbers, punctuation, spaces. */
  gpt2: String.raw`${contractions}| ?\p{L}+| ?\p{N}+| ?[^${space}\p{L}\p{N}]+|${spaces}`,
  /** GPT-4: numbers in threes, line ends apart, one sign before a word stays with it. */
  cl100k: [
    anyContractions,
    `${start}\\p{L}+`,
    String.raw`\p{N}{1,3}`,
    String.raw` ?[^${space}\p{L}\p{N}]+[\r\n]*`,
    `${space}+$`,
    String.raw`${space}*[\r\n]`,
    spaces,
  ].join("|"),
  /** GPT-4o: also between a small letter and a capital. */
  o200k: [
    `${start}${upper}*${lower}+(?:${anyContractions})?`,
    `${start}${upper}+${lower}*(?:${anyContractions})?`,
    String.raw`\p{N}{1,3}`,
    String.raw` ?[^${space}\p{L}\p{N}]+[\r\n/]*`,
    String.raw`${space}*[\r\n]+`,
    spaces,
  ].join("|"),
} as const;

export type SplitPattern = keyof typeof splitPatterns;

/** The words of a text, which joined are the text. */
export function splitWords(text: string, pattern: SplitPattern): string[] {
  const words: string[] = [];
  eachWord(text, pattern, (start, end) => words.push(text.slice(start, end)));
  return words;
}

/** Call `visit` with where each word begins and ends. Words that nobody keeps cost nothing, which a list of all would. */
export function eachWord(text: string, pattern: SplitPattern, visit: (start: number, end: number) => void): void {
  const regex = new RegExp(splitPatterns[pattern], "gu");
  let start = 0;
  // every character is part of some word, so one begins where the last has ended
  while (regex.test(text)) {
    visit(start, regex.lastIndex);
    start = regex.lastIndex;
  }
}
