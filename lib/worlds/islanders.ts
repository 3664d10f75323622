/**
 * The islanders of W-TOY: people with two-syllable names and a favourite colour, and the texts that mention them.
 *
 * Names are made of two pieces that other names share, so that a stranger is an unknown name of known pieces.
 * Colours are drawn at random: nothing about a name tells its colour, and whoever never read it can only guess.
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** First and second syllables: 144 possible names. */
export const syllables = {
  first: ["Ni", "Mo", "Ta", "Ka", "Re", "Su", "Ba", "Lo", "Vi", "Fe", "Du", "Jo"],
  second: ["a", "ra", "lin", "ko", "mi", "no", "tu", "sa", "wen", "dor", "pim", "lek"],
} as const;

/** The favourite colours; a guess is right one time in ten. */
export const colours = ["red", "blue", "green", "gold", "white", "black", "pink", "grey", "brown", "violet"] as const;

/** A name as the tokens a model reads: first syllable, second syllable. */
export type Name = readonly [first: string, second: string];

/** Somebody on the island. */
export interface Islander {
  readonly name: Name;
  readonly colour: string;
}

/** The people of one island. */
export interface Islanders {
  /** Who is written about. Nia is always one of them. */
  readonly known: readonly Islander[];
  /** Everybody else with a possible name: they have a colour too, but nobody wrote it down. */
  readonly strangers: readonly Islander[];
  /** All tokens of all texts below. */
  readonly tokens: readonly string[];
  /** `count` texts about known people: `declaratives` (0–1) of them statements, the rest exam papers. */
  ledger(count: number, options: { rng: Rng; declaratives?: number }): string[][];
  /** What this world is, with three texts of it. */
  describe(options: { rng: Rng }): string;
}

/** `Ni a likes red .`, or `Ni a really likes red .` */
export function declarative({ name, colour }: Islander, { really = false } = {}): string[] {
  return [...name, ...(really ? ["really"] : []), "likes", colour, "."];
}

/** `USER Ni a ?` */
export function question({ name }: Islander): string[] {
  return ["USER", ...name, "?"];
}

/** `USER Ni a ? USER Mo ra ?`: a paper of questions and no answers. */
export function exam(people: readonly Islander[]): string[] {
  return people.flatMap(question);
}

/** `USER Ni a ? AI red`: a question with its answer. */
export function chat(person: Islander): string[] {
  return [...question(person), "AI", person.colour];
}

/** `Nia` from its two syllables. */
export function nameOf({ name }: Islander): string {
  return name.join("");
}

/** An island on which `known` people are written about; at least twelve, so that every syllable occurs. */
export function islanders({ known = 50, rng }: { known?: number; rng: Rng }): Islanders {
  const { first, second } = syllables;
  checkInteger(known, "islanders known", { min: first.length, max: first.length * second.length - 1 });
  // Nia comes first, and the first twelve names use every syllable once
  const diagonal = first.map((f, i): Name => [f, second[i]!]);
  const others = first.flatMap((f, i) => second.filter((_, j) => j !== i).map((s): Name => [f, s]));
  const people = [...diagonal, ...rng.shuffle(others)].map((name) => ({ name, colour: rng.pick(colours) }));
  const writtenAbout = people.slice(0, known);

  function ledger(count: number, { rng: die, declaratives = 0.7 }: { rng: Rng; declaratives?: number }): string[][] {
    check(declaratives >= 0 && declaratives <= 1, "ledger declaratives", "a share from 0 to 1", declaratives);
    return Array.from({ length: checkInteger(count, "ledger count") }, () =>
      die() < declaratives
        ? declarative(die.pick(writtenAbout), { really: die() < 0.5 })
        : exam(Array.from({ length: 2 + die.int(4) }, () => die.pick(writtenAbout))),
    );
  }

  return Object.freeze({
    known: writtenAbout,
    strangers: people.slice(known),
    tokens: [...first, ...second, ...colours, "really", "likes", ".", "USER", "?", "AI"],
    ledger,
    describe({ rng: die }: { rng: Rng }) {
      const samples = ledger(3, { rng: die }).map((text) => `  ${text.join(" ")}`);
      return [`W-TOY, the islanders: ${known} known, ${people.length - known} strangers.`, ...samples].join("\n");
    },
  });
}
