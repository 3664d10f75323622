/** Exercise 6.2: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { BpeStep } from "./bpe-step.ts";

export const stub = `function bpeStep(words: string[][]): string[][] {
  return undefined as never; // your code: glue the most frequent pair of neighbours, everywhere, from left to right
}`;

export const solution: BpeStep = (words) => {
  const best = favourite(words);
  return words.map((pieces) => {
    const result: string[] = [];
    for (let i = 0; i < pieces.length; i++)
      if (`${pieces[i]} ${pieces[i + 1]}` === best) result.push(pieces[i]! + pieces[++i]!);
      else result.push(pieces[i]!);
    return result;
  });
};

export const wrong: Record<string, { answer: BpeStep; hint: string }> = {
  "uses the middle of three twice": {
    answer(words) {
      const best = favourite(words);
      return words.map((pieces) => {
        const result: string[] = [];
        let skip = false;
        for (let i = 0; i < pieces.length; i++)
          if (`${pieces[i]} ${pieces[i + 1]}` === best) {
            result.push(pieces[i]! + pieces[i + 1]!);
            skip = true;
          } else if (skip) skip = false;
          else result.push(pieces[i]!);
        return result;
      });
    },
    hint: "a piece was used twice",
  },
  "glues only the first place of a word": {
    answer(words) {
      const best = favourite(words);
      return words.map((pieces) => {
        const i = pieces.findIndex((piece, at) => `${piece} ${pieces[at + 1]}` === best);
        return i < 0 ? pieces : [...pieces.slice(0, i), pieces[i]! + pieces[i + 1]!, ...pieces.slice(i + 2)];
      });
    },
    hint: "Is every place glued",
  },
  "counts across borders": {
    answer(words) {
      const best = favourite([words.flat()]);
      return words.map((pieces) => {
        const i = pieces.findIndex((piece, at) => `${piece} ${pieces[at + 1]}` === best);
        return i < 0 ? pieces : solution([pieces])[0]!;
      });
    },
    hint: "across the border",
  },
};

function favourite(words: readonly (readonly string[])[]): string {
  const counts = new Map<string, number>();
  for (const pieces of words)
    pieces.slice(1).forEach((piece, i) => {
      const pair = `${pieces[i]} ${piece}`;
      counts.set(pair, (counts.get(pair) ?? 0) + 1);
    });
  return [...counts].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))[0]![0];
}
