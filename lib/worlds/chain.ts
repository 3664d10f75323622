/**
 * W-CHAIN, the dials: a first dial points somewhere, and each further one turns with the one before it. Where does the
 * last one point? Whoever writes down every dial has an easy task five times; whoever must answer at once has a hard one.
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** A question: where the first dial points, and which wheels follow. */
export interface DialProblem {
  readonly start: number;
  readonly wheels: readonly number[];
}

/** What is written before the answer: nothing, every dial, or as many words that say nothing. */
export type Thoughts = "direct" | "steps" | "filler";

export interface Dials {
  /** How many places a dial has; a guess is right one time in so many. */
  readonly places: number;
  /** Wheel → place before → place after. Each is a permutation, so that nothing is forgotten on the way. */
  readonly wheels: readonly (readonly number[])[];
  /** All tokens of all records. */
  readonly tokens: readonly string[];
  problem(options: { rng: Rng; depth: number }): DialProblem;
  /** Where each dial after the first one points. The last one is the answer. */
  dials(problem: DialProblem): number[];
  /** `3 f1 f0 ? : 2 4 = 4`: question, thoughts, answer. */
  record(problem: DialProblem, thoughts: Thoughts): string[];
  /** The question alone: the record up to `?`. */
  question(problem: DialProblem): string[];
  /** The answer in a record or in what a model wrote after a question; undefined if there is none. */
  answerIn(tokens: readonly string[]): number | undefined;
  describe(options: { rng: Rng }): string;
}

/** Dials with `places` places and `wheels` wheels, drawn by the die. */
export function dials({ rng, places = 5, wheels: count = 4 }: { rng: Rng; places?: number; wheels?: number }): Dials {
  checkInteger(places, "dials places", { min: 2, max: 26 });
  checkInteger(count, "dials wheels", { min: 1, max: 26 });
  const all = Array.from({ length: places }, (_, place) => place);
  const wheels = Array.from({ length: count }, () => rng.shuffle(all));

  function checked({ start, wheels: turned }: DialProblem): DialProblem {
    checkInteger(start, "dials start", { max: places - 1 });
    check(turned.length > 0, "dials wheels", "at least one wheel", turned);
    for (const wheel of turned) checkInteger(wheel, "dials wheels", { max: count - 1 });
    return { start, wheels: turned };
  }

  function turn(problem: DialProblem): number[] {
    let place = checked(problem).start;
    return problem.wheels.map((wheel) => (place = wheels[wheel]![place]!));
  }

  const question = (problem: DialProblem): string[] => {
    const { start, wheels: turned } = checked(problem);
    return [String(start), ...turned.map((wheel) => `f${wheel}`), "?"];
  };

  function record(problem: DialProblem, thoughts: Thoughts): string[] {
    const places = turn(problem);
    const words = { direct: [], steps: places.map(String), filler: places.map(() => "hm") }[thoughts];
    return [...question(problem), ...(words.length > 0 ? [":", ...words] : []), "=", String(places.at(-1)!)];
  }

  return Object.freeze({
    places,
    wheels,
    tokens: [...all.map(String), ...wheels.map((_, wheel) => `f${wheel}`), "?", ":", "hm", "="],
    problem: ({ rng: die, depth }: { rng: Rng; depth: number }) => ({
      start: die.int(places),
      wheels: Array.from({ length: checkInteger(depth, "dials depth", { min: 1 }) }, () => die.int(count)),
    }),
    dials: turn,
    record,
    question,
    answerIn(tokens: readonly string[]) {
      const at = tokens.lastIndexOf("=");
      const place = at < 0 ? -1 : all.map(String).indexOf(tokens[at + 1] ?? "");
      return place < 0 ? undefined : place;
    },
    describe({ rng: die }: { rng: Rng }) {
      const problem = () => ({ start: die.int(places), wheels: Array.from({ length: 5 }, () => die.int(count)) });
      const lines = (["direct", "steps", "filler"] as const).map(
        (thoughts) => `  ${record(problem(), thoughts).join(" ")}`,
      );
      return [`W-CHAIN, the dials: ${places} places, ${count} wheels.`, ...lines].join("\n");
    },
  });
}
