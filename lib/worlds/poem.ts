/**
 * W-POEM, the harbour poets: quatrains of four lines with five syllables each, the second and the fourth rhyming, and
 * prose of the same syllables that keeps no form at all.
 */
import { checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

const onsets = ["n", "m", "t", "k", "r", "s", "b", "l"];
/** The rhymes; whoever knows nothing of them rhymes one time in three. */
export const poemRhymes = ["a", "o", "i"] as const;
/** The 24 syllables, by rhyme: two rhyme if they end alike. */
export const poemSyllables: readonly string[] = poemRhymes.flatMap((rhyme) => onsets.map((onset) => onset + rhyme));
/** What stands after the lines: a comma after the odd ones, a stop after the even ones, and the end. */
export const poemMarks = [",", ".", "END"] as const;
export const poemTokens: readonly string[] = [...poemSyllables, ...poemMarks];

const lines = 4;
const lineLength = 5;
const tokensOfPoem = lines * (lineLength + 1) + 1;

/** A poem, its end included. */
export function poem({ rng }: { rng: Rng }): string[] {
  const rhyme = rng.pick(poemRhymes);
  return Array.from({ length: lines }, (_, line) => {
    const words = Array.from({ length: lineLength }, () => rng.pick(poemSyllables));
    if (line % 2 === 1) words[lineLength - 1] = rng.pick(poemSyllables.filter((syllable) => syllable.endsWith(rhyme)));
    return [...words, line % 2 === 0 ? "," : "."];
  })
    .flat()
    .concat("END");
}

/** As many tokens of the same syllables, in lines of any length, with marks where chance puts them. */
export function prose({ rng, length = tokensOfPoem }: { rng: Rng; length?: number }): string[] {
  checkInteger(length, "prose length");
  const text: string[] = [];
  while (text.length < length) {
    for (let left = 2 + rng.int(6); left > 0; left--) text.push(rng.pick(poemSyllables));
    text.push(rng() < 0.5 ? "," : ".");
  }
  return text.slice(0, length);
}

export interface PoemVerdict {
  /** Four lines of five syllables with the right marks and an end. */
  readonly form: boolean;
  /** And the second and the fourth line end alike. False where the form is wrong. */
  readonly rhyme: boolean;
}

/** What a judge of the harbour says, by the rules alone. */
export function judgePoem(tokens: readonly string[]): PoemVerdict {
  const isRight = (token: string, i: number): boolean => {
    if (i === tokensOfPoem - 1) return token === "END";
    const inLine = i % (lineLength + 1);
    if (inLine < lineLength) return poemSyllables.includes(token);
    return token === (Math.floor(i / (lineLength + 1)) % 2 === 0 ? "," : ".");
  };
  const form = tokens.length === tokensOfPoem && tokens.every(isRight);
  const endOf = (line: number) => tokens[line * (lineLength + 1) + lineLength - 1]!.at(-1);
  return { form, rhyme: form && endOf(1) === endOf(3) };
}

/** What this world is, with three poems of it. */
export function describePoems({ rng }: { rng: Rng }): string {
  return ["W-POEM, the harbour poets.", ...Array.from({ length: 3 }, () => `  ${poem({ rng }).join(" ")}`)].join("\n");
}
