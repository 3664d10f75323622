/** Exercise 6.2: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { BpeStep } from "./bpe-step.ts";

export const stub = `function bpeStep(words: string[][]): string[][] {
  return undefined as never; // your code: join the most frequent pair of neighbours, everywhere
}`;

function pairs(words: string[][], { across = false } = {}): [string, string][] {
  const rows = across ? [words.flat()] : words;
  return rows.flatMap((word) => word.slice(0, -1).map((part, i): [string, string] => [part, word[i + 1]!]));
}

function mostFrequent(all: [string, string][], better: (a: number, b: number) => boolean): [string, string] {
  const counts = new Map<string, { pair: [string, string]; count: number }>();
  for (const pair of all) {
    const entry = counts.get(pair.join(" ")) ?? { pair, count: 0 };
    counts.set(pair.join(" "), { pair, count: entry.count + 1 });
  }
  return [...counts.values()].reduce((best, each) => (better(each.count, best.count) ? each : best)).pair;
}

function join(word: string[], [left, right]: [string, string], { once = false } = {}): string[] {
  const parts: string[] = [];
  let isDone = false;
  for (let i = 0; i < word.length; i++) {
    if (word[i] === left && word[i + 1] === right && !isDone) {
      parts.push(left + right);
      isDone = once;
      i++;
    } else parts.push(word[i]!);
  }
  return parts;
}

export const solution: BpeStep = (words) => {
  const best = mostFrequent(pairs(words), (a, b) => a > b);
  return words.map((word) => join(word, best));
};

export const wrong: Record<string, { answer: BpeStep; hint: string }> = {
  "joins the rarest pair": {
    answer: (words) => {
      const worst = mostFrequent(pairs(words), (a, b) => a < b);
      return words.map((word) => join(word, worst));
    },
    hint: "stands there more often",
  },
  "joins nothing": { answer: (words) => words, hint: "Nothing was joined" },
  "turns the pair round": {
    answer: (words) => {
      const [left, right] = mostFrequent(pairs(words), (a, b) => a > b);
      return words.map((word) =>
        join(word, [left, right]).map((part) => (part === left + right ? `${part.slice(right.length)}x` : part)),
      );
    },
    hint: "Letters were lost or moved",
  },
};
