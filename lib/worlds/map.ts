/**
 * W-MAP, eighty villages on a crescent: sentences that say what can be seen from where, and never where anything is.
 *
 * Whether one village is seen from another falls off with the distance, exp(−distance / sight), so the atlas is in the
 * text although no coordinate is.
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

export interface VillagePlace {
  readonly name: string;
  /** From west to east, in km. */
  readonly xKm: number;
  /** From south to north, in km. */
  readonly yKm: number;
}

export interface CoastOptions {
  rng: Rng;
  villages?: number;
  /** How far one can see: the distance at which a sighting is e times rarer. */
  sightKm?: number;
  /** Villages of the reader's own, besides. */
  more?: readonly VillagePlace[];
}

export interface Coast {
  readonly villages: readonly VillagePlace[];
  /** All words of all sentences. */
  readonly tokens: readonly string[];
  distanceKm(from: string, to: string): number;
  /** The probability of each village to be the one seen from `from`. */
  seenFrom(from: string): Map<string, number>;
  /** `from Alva you see Brenn`; the first village is any, as likely as each other. */
  sentence(options: { rng: Rng }): string[];
  corpus(count: number, options: { rng: Rng }): string[][];
  describe(options: { rng: Rng }): string;
}

const first = ["Al", "Bre", "Cor", "Dun", "El", "Fi", "Gar", "Hol", "Is", "Jor"];
const second = ["va", "nn", "ra", "mouth", "dale", "nish", "wick", "low"];

/** How large the island is: the outer radius of the crescent. */
export const islandKm = 10;

/** A coast with villages along it. Their names are made of two pieces, and tell nothing about the place. */
export function coast({ rng, villages: count = 80, sightKm = 3, more = [] }: CoastOptions): Coast {
  const names = rng.shuffle(first.flatMap((a) => second.map((b) => a + b)));
  checkInteger(count, "coast villages", { min: 2, max: names.length });
  checkNumber(sightKm, "coast sightKm", { min: 0.1, max: 1000 });
  const villages = [...names.slice(0, count).map((name) => ({ name, ...onCrescent(rng) })), ...more];
  const byName = new Map(villages.map((village) => [village.name, village]));
  check(
    byName.size === villages.length,
    "coast more",
    "names that are not taken",
    more.map(({ name }) => name).join(" "),
  );

  function of(name: string): VillagePlace {
    const village = byName.get(name);
    check(village !== undefined, "coast village", "a village of this coast", name);
    return village;
  }
  const distanceKm = (from: string, to: string): number =>
    Math.hypot(of(from).xKm - of(to).xKm, of(from).yKm - of(to).yKm);

  const sights = new Map(
    villages.map(({ name: from }) => {
      const weights = villages.map(({ name: to }) => (to === from ? 0 : Math.exp(-distanceKm(from, to) / sightKm)));
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return [from, weights.map((weight) => weight / total)];
    }),
  );
  const sentence = ({ rng: die }: { rng: Rng }): string[] => {
    const from = die.pick(villages).name;
    return ["from", from, "you", "see", villages[die.weighted(sights.get(from)!)]!.name];
  };
  const corpus = (length: number, { rng: die }: { rng: Rng }): string[][] =>
    Array.from({ length: checkInteger(length, "corpus count") }, () => sentence({ rng: die }));

  return Object.freeze({
    villages,
    tokens: ["from", "you", "see", ...villages.map(({ name }) => name)],
    distanceKm,
    seenFrom: (from: string) => new Map(villages.map(({ name }, i) => [name, sights.get(of(from).name)![i]!])),
    sentence,
    corpus,
    describe({ rng: die }: { rng: Rng }) {
      const lines = corpus(3, { rng: die }).map((words) => `  ${words.join(" ")}`);
      return [`W-MAP, ${villages.length} villages on a crescent.`, ...lines].join("\n");
    },
  });
}

/** A place between two arcs: a ring of 300°, open to the east, two to four tenths of its radius wide. */
function onCrescent(rng: Rng): { xKm: number; yKm: number } {
  const angle = ((30 + 300 * rng()) * Math.PI) / 180;
  const radius = islandKm * (0.7 + 0.3 * rng());
  return { xKm: radius * Math.cos(angle), yKm: radius * Math.sin(angle) };
}
