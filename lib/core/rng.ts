/**
 * The die: a seeded generator of pseudo-random numbers, passed by hand and never hidden.
 *
 * xoshiro128** with its state filled by SplitMix32, so that every seed, 0 included, gives a good start.
 * Same seed, same numbers, on every machine: the arithmetic is on 32-bit integers only.
 *
 * Reference: Blackman and Vigna 2021, "Scrambled Linear Pseudorandom Number Generators", ACM TOMS 47(4).
 */
import { check, checkInteger, checkNumber } from "./check.ts";

/** A seeded source of chance. Calling it gives a number in [0, 1); the methods are the usual draws. */
export interface Rng {
  (): number;
  /** The next 32 random bits, 0 … 2³² − 1. */
  uint32(): number;
  /** An integer in [0, n). */
  int(n: number): number;
  /** A draw from the normal distribution with mean 0 and variance 1 (Box and Muller 1958). */
  normal(): number;
  /** One item, each equally likely. */
  pick<T>(items: readonly T[]): T;
  /** A shuffled copy (Fisher and Yates). */
  shuffle<T>(items: readonly T[]): T[];
  /** An index drawn in proportion to `weights`, which need not sum to one. Uses exactly one number. */
  weighted(weights: ArrayLike<number>): number;
  /** A new generator that shares no state with this one, for a named part of an experiment. */
  split(name: string | number): Rng;
}

const shiftSymbol = Symbol.for("course.seedShift");

/** How far every seed of this run is moved; 0 unless the runner asked for a shift to see whether claims still hold. */
export function seedShift(): number {
  return ((globalThis as Record<symbol, unknown>)[shiftSymbol] as number | undefined) ?? 0;
}

/** A generator for `seed`, an integer from 0 to 2³² − 1. The run's seed shift is added. */
export function rng(seed: number): Rng {
  checkInteger(seed, "rng seed", { max: 0xffff_ffff });
  return fromState(splitMix32((seed + Math.imul(seedShift(), 0x9e37_79b1)) >>> 0));
}

/**
 * Generators by name, which may be asked for in any order and again: the same name gives the same one, as `split`, whose
 * parts depend on their order, does not. Uses one number of `rng`.
 */
export function streams(rng: Rng): (name: string | number) => Rng {
  const base = rng.uint32();
  return (name) => fromState(splitMix32(hash(String(name), base)));
}

/** xoshiro128** from four 32-bit words of state, not all zero. Exported for its published test vector. */
export function fromState(words: readonly [number, number, number, number]): Rng {
  check(
    words.some((word) => word !== 0),
    "rng state",
    "at least one word that is not zero",
    words,
  );
  let [a, b, c, d] = words;

  function uint32(): number {
    const result = Math.imul(rotl(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl(d, 11);
    return result;
  }

  const next = (): number => uint32() / 2 ** 32;

  return Object.assign(next, {
    uint32,
    int: (n: number) => Math.floor(next() * checkInteger(n, "rng.int n", { min: 1, max: 2 ** 32 })),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick<T>(items: readonly T[]): T {
      check(items.length > 0, "rng.pick items", "at least one item", items);
      return items[Math.floor(next() * items.length)]!;
    },
    shuffle<T>(items: readonly T[]): T[] {
      const shuffled = [...items];
      for (let i = shuffled.length - 1; i > 0; i--) {
        const j = Math.floor(next() * (i + 1));
        [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
      }
      return shuffled;
    },
    weighted(weights: ArrayLike<number>): number {
      let total = 0;
      for (let i = 0; i < weights.length; i++)
        total += checkNumber(weights[i]!, `rng.weighted weights[${i}]`, { min: 0 });
      check(total > 0 && total < Infinity, "rng.weighted weights", "a positive and finite sum", total);
      let left = next() * total;
      let last = 0;
      for (let i = 0; i < weights.length; i++) {
        if (weights[i] === 0) continue; // subtle: an impossible item must not be drawn, not even by rounding
        last = i;
        left -= weights[i]!;
        if (left < 0) return i;
      }
      return last;
    },
    split: (name: string | number) => fromState(splitMix32(hash(String(name), uint32()))),
  });
}

function rotl(x: number, k: number): number {
  return (x << k) | (x >>> (32 - k));
}

/** Four well-mixed words from one seed (Steele, Lea and Flood 2014, 32-bit variant). */
function splitMix32(seed: number): [number, number, number, number] {
  let state = seed | 0;
  const word = (): number => {
    state = (state + 0x9e37_79b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0_aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a_2d97);
    return (z ^ (z >>> 15)) >>> 0;
  };
  return [word(), word(), word(), word()];
}

/** FNV-1a over the UTF-16 units of `text`, started from `seed`. */
function hash(text: string, seed: number): number {
  let h = seed ^ 0x811c_9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x0100_0193);
  return h >>> 0;
}
