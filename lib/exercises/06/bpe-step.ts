/** Exercise 6.2: one step of byte-pair encoding. Reference: Sennrich, Haddow and Birch 2016, section 3.2. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: the words with their most frequent pair of neighbours joined, everywhere, from the left. */
export type BpeStep = (words: string[][]) => string[][];

/** How often each pair stands there; overlapping ones of `aaa` count twice. */
function counts(words: readonly (readonly string[])[]): Map<string, number> {
  const found = new Map<string, number>();
  for (const word of words)
    for (let i = 0; i + 1 < word.length; i++) {
      const pair = `${word[i]} ${word[i + 1]}`;
      found.set(pair, (found.get(pair) ?? 0) + 1);
    }
  return found;
}

function joined(word: readonly string[], [left, right]: readonly string[]): string[] {
  const parts: string[] = [];
  for (let i = 0; i < word.length; i++)
    if (word[i] === left && word[i + 1] === right) {
      parts.push(`${left}${right}`);
      i++;
    } else parts.push(word[i]!);
  return parts;
}

function shown(words: readonly (readonly string[])[]): string {
  return words.map((word) => word.join("·")).join("  ");
}

/** Words of few letters in which one pair is the most frequent, by counting. */
export function checkBpeStep(bpeStep: BpeStep, options?: CheckOptions): Feedback {
  return judge((die) => {
    for (;;) {
      const words = Array.from({ length: 6 }, () =>
        Array.from({ length: 4 + die.int(4) }, () => die.pick([..."aabc"])),
      );
      const ranked = [...counts(words)].sort(([, a], [, b]) => b - a);
      // a tie has no right answer, and a pair of equal letters shows who merges from the left
      if (ranked[0]![1] === ranked[1]![1]) continue;
      const best = ranked[0]![0].split(" ");
      const right = words.map((word) => joined(word, best));
      const got = written(bpeStep(structuredClone(words)));
      if (shown(got) === shown(right)) return undefined;
      if (got.map((word) => word.join("")).join() !== words.map((word) => word.join("")).join())
        return "Letters were lost or moved: joining must leave the text as it is.";
      const made = got.flat().find((part) => part.length > 1);
      if (made === undefined) return "Nothing was joined.";
      if (made !== best.join(""))
        return `You joined ${made}, but ${best.join("")} stands there more often (${ranked[0]![1]} times).`;
      if (got.flat().filter((part) => part === made).length < right.flat().filter((part) => part === made).length)
        return "Not every place was joined: go through each word to its end.";
      return `Expected ${shown(right)}, got ${shown(got)}.`;
    }
  }, options);
}
