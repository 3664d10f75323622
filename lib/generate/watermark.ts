/**
 * A watermark: before each token a key and the last token split the vocabulary in two, and the green half is made a
 * little likelier. Nobody sees it in the text; whoever has the key counts green tokens.
 *
 * Reference: Kirchenbauer et al. 2023, "A Watermark for Large Language Models", algorithm 2 and equation 3.
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import { rescored } from "./warp.ts";
import type { Warp } from "./warp.ts";

export interface WatermarkKey {
  /** The secret, an integer from 0 to 2³² − 1. */
  key: number;
  /** γ: the share of tokens that are green, between 0 and 1 (paper: 0.25 or 0.5). */
  greenShare?: number;
}

/** Whether `token` is green after `previous`: a keyed hash of both says so, so the halves change from place to place. */
export function isGreen(
  token: string | number,
  { previous, key, greenShare = 0.5 }: WatermarkKey & { previous: string | number | undefined },
): boolean {
  checkInteger(key, "watermark key", { max: 0xffff_ffff });
  check(greenShare > 0 && greenShare < 1, "watermark greenShare", "a number between 0 and 1", greenShare);
  return hash(JSON.stringify([previous ?? null, token]), key) / 2 ** 32 < greenShare;
}

/** Add δ, in nats, to the log-probability of green tokens: `warp: [watermark({ key, strength: 2 })]`. */
export function watermark<Token extends string | number>({
  strength,
  ...key
}: WatermarkKey & { strength: number }): Warp<Token> {
  checkNumber(strength, "watermark strength", { min: 0 });
  return (distribution, before) => {
    const previous = before.at(-1);
    return rescored(distribution, (logProb, token) => logProb + (isGreen(token, { ...key, previous }) ? strength : 0));
  };
}

export interface Detection {
  /** Tokens counted: those with one before them, each pair of neighbours once, since repeating it proves nothing. */
  readonly count: number;
  readonly green: number;
  /** How many standard deviations more green ones than chance: above 4 once in 30,000 texts by people. */
  readonly z: number;
}

/** Count the green tokens of a text: z = (green − γ n) / √(n γ (1 − γ)). */
export function detectWatermark(tokens: readonly (string | number)[], key: WatermarkKey): Detection {
  const { greenShare = 0.5 } = key;
  const seen = new Set<string>();
  let [count, green] = [0, 0];
  for (let i = 1; i < tokens.length; i++) {
    const pair = JSON.stringify([tokens[i - 1], tokens[i]]);
    if (seen.has(pair)) continue;
    seen.add(pair);
    count++;
    if (isGreen(tokens[i]!, { ...key, previous: tokens[i - 1] })) green++;
  }
  const z = count === 0 ? 0 : (green - greenShare * count) / Math.sqrt(count * greenShare * (1 - greenShare));
  return { count, green, z };
}

/** FNV-1a over the UTF-16 units, started from the key, then mixed as in MurmurHash3, so that near texts part. */
function hash(text: string, key: number): number {
  let h = key ^ 0x811c_9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x0100_0193);
  h = Math.imul(h ^ (h >>> 16), 0x85eb_ca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
