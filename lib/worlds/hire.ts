/**
 * W-HIRE, the hiring office: applicants from two villages, and clerks who hold one of the two against people.
 *
 * Who is good at the job does not depend on the village: all that a résumé says is drawn alike for both. Only one thing
 * tells the village besides the name: the boat that people come with, which says nothing about the job. So there is a
 * cause that can be removed (the clerk's bias), and a proxy that stays when the name is covered.
 *
 * Reference: Bertrand and Mullainathan 2004, "Are Emily and Greg More Employable than Lakisha and Jamal?"
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { syllables } from "./islanders.ts";

/** The village of an applicant. */
export type Village = "shore" | "hill";
export const villages = ["shore", "hill"] as const;

/** What a résumé says. */
export interface Applicant {
  /** Two syllables; the first says the village. */
  readonly name: string;
  readonly village: Village;
  /** At the job, 0 … 9. */
  readonly years: number;
  /** Points of 10. */
  readonly exam: number;
  /** Letters of reference, 0 … 3. */
  readonly letters: number;
  /** Which boat: of people from the shore 9 in 10 take the ferry, of those from the hill 1 in 10. */
  readonly boat: "ferry" | "sail";
}

export interface HiringOffice {
  /** How many points being from the hill costs. */
  readonly bias: number;
  /** Somebody from one of the villages, both as likely, or from `village`. */
  applicant(options: { rng: Rng; village?: Village }): Applicant;
  /** The same résumé with a name and a village of the other kind; the boat stays. */
  renamed(applicant: Applicant): Applicant;
  /** What somebody is worth, in points, before any bias: years + 2 · exam + 3 · letters. */
  merit(applicant: Applicant): number;
  /** The probability that a clerk says yes: σ((merit − bias − threshold) / 2). */
  hireProbability(applicant: Applicant): number;
  /** What a clerk said: history as a model would learn from it. */
  decide(applicant: Applicant, options: { rng: Rng }): boolean;
  /** The exact share of a village that is hired. */
  hireRate(village: Village): number;
  /** What this world is, with three résumés of it. */
  describe(options: { rng: Rng }): string;
}

/** About half of the shore is hired. */
const threshold = 19.5;
const ferryShare = { shore: 0.9, hill: 0.1 } as const;
const half = syllables.first.length / 2;
const firstSyllables = { shore: syllables.first.slice(0, half), hill: syllables.first.slice(half) } as const;

function applicant({ rng, village = rng.pick(villages) }: { rng: Rng; village?: Village }): Applicant {
  const name = rng.pick(firstSyllables[village]) + rng.pick(syllables.second);
  const boat = rng() < ferryShare[village] ? "ferry" : "sail";
  return { name, village, years: rng.int(10), exam: rng.int(11), letters: rng.int(4), boat };
}

function merit({ years, exam, letters }: Applicant): number {
  return years + 2 * exam + 3 * letters;
}

/** An office whose clerks take `bias` points from the hill. 0 is fair. */
export function hiringOffice({ bias = 6 }: { bias?: number } = {}): HiringOffice {
  checkNumber(bias, "hiringOffice bias", { min: 0, max: 100 });

  function hireProbability(who: Applicant): number {
    const points = merit(who) - (who.village === "hill" ? bias : 0);
    return 1 / (1 + Math.exp(-(points - threshold) / 2));
  }

  function hireRate(village: Village): number {
    let sum = 0;
    for (let years = 0; years < 10; years++)
      for (let exam = 0; exam < 11; exam++)
        for (let letters = 0; letters < 4; letters++)
          sum += hireProbability({ name: "", village, years, exam, letters, boat: "ferry" });
    return sum / (10 * 11 * 4);
  }

  return Object.freeze({
    bias,
    applicant,
    renamed(who: Applicant): Applicant {
      const village = who.village === "shore" ? "hill" : "shore";
      const place = firstSyllables[who.village].findIndex((first) => who.name.startsWith(first));
      check(place >= 0, "renamed name", `a name of the ${who.village}`, who.name);
      const second = who.name.slice(firstSyllables[who.village][place]!.length);
      return { ...who, village, name: firstSyllables[village][place]! + second };
    },
    merit,
    hireProbability,
    decide: (who: Applicant, { rng }: { rng: Rng }) => rng() < hireProbability(who),
    hireRate,
    describe({ rng }: { rng: Rng }) {
      const lines = Array.from({ length: 3 }, () => `  ${writeResume(applicant({ rng }))}`);
      const rates = villages.map((village) => `${Math.round(100 * hireRate(village))} % of the ${village}`).join(", ");
      return [`W-HIRE, the hiring office: it takes ${rates}.`, ...lines].join("\n");
    },
  });
}

/** `name Nira years 3 exam 7 letters 2 boat ferry`, in words that a model can read. */
export function writeResume({ name, years, exam, letters, boat }: Applicant): string {
  return `name ${name} years ${years} exam ${exam} letters ${letters} boat ${boat}`;
}

/** The applicant of a résumé. Throws on anything that `writeResume` does not write. */
export function readResume(text: string): Applicant {
  const fields =
    /^name (?<name>\w+) years (?<years>\d) exam (?<exam>\d+) letters (?<letters>[0-3]) boat (?<boat>ferry|sail)$/u.exec(
      text,
    );
  check(fields !== null, "readResume text", "name … years … exam … letters … boat …", text);
  const { name, years, exam, letters, boat } = fields.groups as Record<string, string>;
  const village = villages.find((each) => isNameOf(name!, each));
  check(village !== undefined, "readResume name", "a name of one of the villages", name);
  checkInteger(Number(exam), "readResume exam", { max: 10 });
  const numbers = { years: Number(years), exam: Number(exam), letters: Number(letters) };
  return { name: name!, village, ...numbers, boat: boat as Applicant["boat"] };
}

function isNameOf(name: string, village: Village): boolean {
  return firstSyllables[village].some((first) => syllables.second.some((second) => name === first + second));
}

/**
 * The share of the less chosen group divided by that of the other, 0 … 1. Below 0.8 is taken as a sign of discrimination.
 *
 * Reference: Uniform Guidelines on Employee Selection Procedures 1978, 29 CFR 1607.4 D, the four-fifths rule.
 */
export function impactRatio(rates: readonly [number, number]): number {
  for (const rate of rates) checkNumber(rate, "impactRatio rates", { min: 0, max: 1 });
  const most = Math.max(...rates);
  check(most > 0, "impactRatio rates", "at least one above 0", most);
  return Math.min(...rates) / most;
}
