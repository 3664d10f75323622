/** Exercise 6.2: one step of byte-pair encoding. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: words in pieces → the same words with their most frequent pair of neighbours glued. */
export type BpeStep = (words: string[][]) => string[][];

/** A planted run of three, a pair twice in a word, a planted border, and random words, against brute force. */
export function checkBpeStep(bpeStep: BpeStep, options?: CheckOptions): Feedback {
  return judge((die) => {
    const word = (letters: string): string[] =>
      Array.from({ length: 3 + die.int(4) }, () => letters[die.int(letters.length)]!);
    const run = die.pick(["x", "y", "z"]);
    const runs = [
      ...Array.from({ length: 8 }, () => [run, run, run]),
      ...Array.from({ length: 3 }, () => word("abcd")),
    ];
    const border = Array.from({ length: 10 }, () => ["q", die.pick(["a", "b", "c", "d", "e"]), "p"]);
    const twice = Array.from({ length: 6 }, () => ["u", "v", die.pick(["a", "b", "c"]), "u", "v"]);
    const plain = Array.from({ length: 20 }, () => word("abc"));
    for (const [name, words] of Object.entries({ runs: die.shuffle(runs), twice, border, plain })) {
      const got = written(bpeStep(words.map((pieces) => [...pieces])));
      const [left, right] = bestPair(words);
      const expected = words.map((pieces) => glued(pieces, [left, right]));
      if (same(got, expected)) continue;
      if (!Array.isArray(got) || got.length !== words.length)
        return `${words.length} words went in, ${got.length} came out. Pieces of different words stay apart.`;
      const changed = got.findIndex((pieces, i) => pieces.join("") !== words[i]!.join(""));
      if (changed >= 0)
        return `\`${words[changed]!.join(" ")}\` became \`${got[changed]!.join(" ")}\`: a piece was used twice or lost. After gluing two, go on behind both.`;
      if (same(got, words) && name === "border")
        return `Nothing was glued, though \`${left} ${right}\` is most frequent inside the words. Do you count pairs across the border of two words?`;
      const at = got.findIndex((pieces, i) => pieces.join(" ") !== expected[i]!.join(" "));
      return `The most frequent pair is \`${left} ${right}\` (of equals, the first in the alphabet). \`${words[at]!.join(" ")}\` must become \`${expected[at]!.join(" ")}\`, not \`${got[at]!.join(" ")}\`. Is every place glued, from left to right?`;
    }
    return undefined;
  }, options);
}

function bestPair(words: readonly (readonly string[])[]): [string, string] {
  const counts = new Map<string, number>();
  for (const pieces of words)
    for (let i = 0; i + 1 < pieces.length; i++) {
      const pair = `${pieces[i]} ${pieces[i + 1]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    }
  const most = Math.max(...counts.values());
  const first = [...counts.keys()].filter((pair) => counts.get(pair) === most).toSorted((a, b) => (a < b ? -1 : 1))[0]!;
  return first.split(" ") as [string, string];
}

function glued(pieces: readonly string[], [left, right]: readonly [string, string]): string[] {
  const result: string[] = [];
  for (let i = 0; i < pieces.length; i++) {
    const fits = pieces[i] === left && pieces[i + 1] === right;
    result.push(fits ? left + right : pieces[i]!);
    if (fits) i++;
  }
  return result;
}

function same(a: readonly string[][], b: readonly string[][]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
