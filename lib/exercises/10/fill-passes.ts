/** Exercise 10.4: many passes, the surest first. Reference: Chang et al. 2022, "MaskGIT", section 3.2. */
import type { Rng } from "../../core/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

export type Tile = number | undefined;
/** What a model says of every place, of those that are filled too: a colour, and how sure it is of it, 0 … 1. */
export type GuessAll = (tiles: Tile[]) => { colour: number; sureness: number }[];

/** What the student writes: after pass i of n, ⌈length · i / n⌉ places are filled, of the blank ones always the surest. */
export type FillInPasses = (guess: GuessAll, options: { length: number; passes: number }) => number[];

/** A model whose guesses depend on what stands there, in no simple way, and are never equally sure. */
function oracle(die: Rng): GuessAll {
  const salt = die.int(1_000_000);
  return (tiles) =>
    tiles.map((_, place) => {
      const seen = tiles.reduce<number>(
        (hash, tile, i) => (hash * 31 + (tile ?? 9) * (i + 1)) % 1_000_003,
        salt + 7919 * place,
      );
      return { colour: seen % 4, sureness: ((seen * 7907) % 1_000_003) / 1_000_003 };
    });
}

function reference(
  guess: GuessAll,
  { length, passes }: { length: number; passes: number },
): { tiles: number[]; states: Tile[][] } {
  const tiles: Tile[] = Array.from({ length }, () => undefined);
  const states: Tile[][] = [];
  for (let pass = 1; pass <= passes; pass++) {
    states.push([...tiles]);
    const guesses = guess([...tiles]);
    const blank = [...tiles.keys()].filter((place) => tiles[place] === undefined);
    const wanted = Math.ceil((length * pass) / passes) - (length - blank.length);
    const surest = blank.toSorted((a, b) => guesses[b]!.sureness - guesses[a]!.sureness).slice(0, wanted);
    for (const place of surest) tiles[place] = guesses[place]!.colour;
  }
  return { tiles: tiles as number[], states };
}

/** The same tiles after the same passes as the definition, on random models. */
export function checkFillInPasses(fill: FillInPasses, options?: CheckOptions): Feedback {
  return judge((die) => {
    for (const passes of [1, 2 + die.int(4), 12]) {
      const [length, model] = [12, oracle(die)];
      const { tiles, states } = reference(model, { length, passes });
      const asked: Tile[][] = [];
      const got = written(fill((shown) => (asked.push([...shown]), model([...shown])), { length, passes }));
      if (asked.length !== passes) return `Expected ${passes} passes, got ${asked.length}: ask the model once in each.`;
      if (got.length !== length || got.some((tile) => tile === undefined))
        return `After ${passes} passes ${length} places are filled; you filled ${got.filter((tile) => tile !== undefined).length}.`;
      for (const [pass, state] of asked.entries()) {
        const before = asked[pass - 1];
        if (before?.some((tile, i) => tile !== undefined && tile !== state[i]))
          return `In pass ${pass + 1} of ${passes} a tile that was kept has changed: what is kept stays.`;
        const [kept, wanted] = [state, states[pass]!].map((each) => each.filter((tile) => tile !== undefined).length);
        if (kept !== wanted)
          return `Before pass ${pass + 1} of ${passes}: expected ${wanted} tiles, got ${kept}. After pass i it is ⌈length · i / n⌉.`;
        if (state.some((tile, i) => (tile === undefined) !== (states[pass]![i] === undefined)))
          return `Before pass ${pass + 1} of ${passes} the wrong places are filled: keep those of which the model is surest.`;
      }
      if (asked.at(-1)!.some((tile, i) => tile !== undefined && tile !== got[i]))
        return `In the last of ${passes} passes a tile that was kept has changed: what is kept stays.`;
      if (got.some((tile, i) => tile !== tiles[i]))
        return "Right places, wrong colours: take those of the pass in which a place is kept.";
    }
    return undefined;
  }, options);
}
