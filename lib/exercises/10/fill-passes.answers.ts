/** Exercise 10.4: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { FillInPasses, GuessAll, Tile } from "./fill-passes.ts";

export const stub = `function fillInPasses(
  guess: (tiles: (number | undefined)[]) => { colour: number; sureness: number }[],
  { length, passes }: { length: number; passes: number },
): number[] {
  return undefined as never; // your code
}`;

type Guess = ReturnType<GuessAll>[number];

interface Variant {
  /** In which order blank places are kept. */
  order?: (a: Guess, b: Guess) => number;
  /** How many are filled after a pass. */
  filled?: (pass: number, options: { length: number; passes: number }) => number;
  /** Whether filled places are guessed anew. */
  redo?: boolean;
}

function variant({ order = (a, b) => b.sureness - a.sureness, filled, redo = false }: Variant): FillInPasses {
  return (guess, options) => {
    const { length, passes } = options;
    const after = filled ?? ((pass) => Math.ceil((length * pass) / passes));
    const tiles: Tile[] = Array.from({ length }, () => undefined);
    for (let pass = 1; pass <= passes; pass++) {
      const guesses = guess([...tiles]);
      const blank = [...tiles.keys()].filter((place) => tiles[place] === undefined);
      const kept = length - blank.length;
      if (redo) for (const place of tiles.keys()) if (tiles[place] !== undefined) tiles[place] = guesses[place]!.colour;
      const chosen = blank.toSorted((a, b) => order(guesses[a]!, guesses[b]!));
      for (const place of chosen.slice(0, Math.max(0, after(pass, options) - kept)))
        tiles[place] = guesses[place]!.colour;
    }
    return tiles as number[];
  };
}

export const solution: FillInPasses = variant({});

export const wrong: Record<string, { answer: FillInPasses; hint: string }> = {
  "guesses what is kept anew": { answer: variant({ redo: true }), hint: "what is kept stays" },
  "keeps the least sure": {
    answer: variant({ order: (a, b) => a.sureness - b.sureness }),
    hint: "the model is surest",
  },
  "fills everything in the first pass": { answer: variant({ filled: (_, { length }) => length }), hint: "expected" },
  "leaves places blank": {
    answer: variant({ filled: (pass, { length, passes }) => Math.floor((length * pass) / (passes + 1)) }),
    hint: "you filled",
  },
};
