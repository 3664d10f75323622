/** Exercise 1.5: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { NextOfOrder, WriteNew } from "./stop-the-thief.ts";

export const stub = `function writeNew(
  next: (context: string[], order: number) => Map<string, number>,
  ledger: ReadonlySet<string>,
  rng: () => number,
): string[] {
  return undefined as never; // your code: a new sentence, in an order of your choice
}`;

const roll = (distribution: Map<string, number>, rng: () => number): string => {
  let left = rng();
  for (const [word, p] of distribution) if ((left -= p) < 0) return word;
  return [...distribution.keys()].at(-1)!;
};

const attempt = (next: NextOfOrder, order: number, rng: () => number): string[] => {
  const sentence: string[] = [];
  for (;;) {
    const word = roll(next(sentence, order), rng);
    if (word === "END") return sentence;
    sentence.push(word);
  }
};

const rejectAt =
  (order: number): WriteNew =>
  (next, ledger, rng) => {
    for (;;) {
      const sentence = attempt(next, order, rng);
      if (!ledger.has(sentence.join(" "))) return sentence;
    }
  };

/** Four words back is as far as the grammar reaches; further back only memory is left. */
export const solution: WriteNew = (next, ledger, rng) => {
  for (;;) {
    const sentence = attempt(next, 4, rng);
    if (!ledger.has(sentence.join(" "))) return sentence;
  }
};

export const wrong: Record<string, { answer: WriteNew; hint: string }> = {
  "rejects at the end, at order 6": { answer: rejectAt(6), hint: "How rare is a new sentence" },
  "bans every 4-gram of the Ledger": {
    answer(next, ledger, rng) {
      const banned = new Set(
        [...ledger].flatMap((text) => {
          const words = text.split(" ");
          return words.slice(3).map((_, i) => words.slice(i, i + 4).join(" "));
        }),
      );
      const sentence: string[] = [];
      for (;;) {
        const allowed = [...next(sentence, 1)].filter(([w]) => !banned.has([...sentence.slice(-3), w].join(" ")));
        if (allowed.length === 0) return sentence;
        const total = allowed.reduce((sum, [, p]) => sum + p, 0);
        const word = roll(new Map(allowed.map(([w, p]) => [w, p / total])), rng);
        if (word === "END") return sentence;
        sentence.push(word);
      }
    },
    hint: "is grammatical",
  },
  "looks back too little": { answer: rejectAt(3), hint: "How far back must a verb look" },
  "does not check": { answer: (next, _, rng) => attempt(next, 4, rng), hint: "stands in the Ledger" },
};
