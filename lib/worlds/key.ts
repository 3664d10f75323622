/**
 * W-KEY, the lost key: somewhere in a line of noise lies a key, and at the end somebody asks which one it was. Whoever
 * cannot look back as far as the key can only guess.
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** The keys; a guess is right one time in six. */
export const keyNames = ["iron", "brass", "bone", "glass", "cedar", "jade"] as const;
/** What else lies around. */
export const noiseNames = ["sand", "rope", "shell", "weed", "plank", "gull", "foam", "net"] as const;

export interface KeyLine {
  /** Noise with the keys in it, and `?` at the end. */
  readonly tokens: readonly string[];
  /** Where the keys lie, from the left. */
  readonly places: readonly number[];
  /** Their names in that order. With one key it is the answer. */
  readonly answers: readonly string[];
}

export interface KeyOptions {
  rng: Rng;
  /** Tokens before the question. */
  length: number;
  /** Where the key lies, from 0 (default: anywhere). `length - at` is how far the question must look back. */
  at?: number;
  /** How many keys lie there, of different names (default 1). */
  keys?: number;
}

/** All tokens of all lines, the answers included. */
export const keyTokens: readonly string[] = [...keyNames, ...noiseNames, "?"];

/** A line of noise with keys in it. */
export function keyLine({ rng, length, at, keys = 1 }: KeyOptions): KeyLine {
  checkInteger(length, "keyLine length", { min: 1 });
  checkInteger(keys, "keyLine keys", { min: 1, max: Math.min(length, keyNames.length) });
  check(at === undefined || keys === 1, "keyLine at", "no place where there are several keys", at);
  const anywhere = rng.shuffle(Array.from({ length }, (_, place) => place)).slice(0, keys);
  const places =
    at === undefined ? anywhere.toSorted((a, b) => a - b) : [checkInteger(at, "keyLine at", { max: length - 1 })];
  const answers = rng.shuffle(keyNames).slice(0, keys);
  const tokens: string[] = Array.from({ length }, () => rng.pick(noiseNames));
  places.forEach((place, i) => (tokens[place] = answers[i]!));
  return { tokens: [...tokens, "?"], places, answers };
}

/** The keys in a line, read without knowing how it was made. */
export function keysIn(tokens: readonly string[]): string[] {
  return tokens.filter((token) => (keyNames as readonly string[]).includes(token));
}

/** What this world is, with three lines of it. */
export function describeKeys({ rng }: { rng: Rng }): string {
  const lines = Array.from({ length: 3 }, () => keyLine({ rng, length: 8 }));
  return [
    "W-KEY, the lost key.",
    ...lines.map(({ tokens, answers }) => `  ${tokens.join(" ")} ${answers.join(" ")}`),
  ].join("\n");
}
