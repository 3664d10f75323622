/** Choosing one token from a distribution: roll the die, take the likeliest, or something in between. */
import { check, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** Token → probability or weight. */
export type Distribution<Token> = ReadonlyMap<Token, number>;

/** A token drawn in proportion to its probability. Uses exactly one number of the rng. */
export function sample<Token>(distribution: Distribution<Token>, { rng }: { rng: Rng }): Token {
  const tokens = [...distribution.keys()];
  check(tokens.length > 0, "sample distribution", "at least one token", tokens);
  return tokens[rng.weighted([...distribution.values()])]!;
}

/** The likeliest token; the first one where several are. */
export function greedy<Token>(distribution: Distribution<Token>): Token {
  const entries = [...distribution];
  check(entries.length > 0, "greedy distribution", "at least one token", entries);
  return entries.reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
}

/**
 * The distribution at `temperature`: log-probabilities divided by it, then normalised again.
 * 1 changes nothing, less sharpens, more flattens, 0 leaves only the likeliest token.
 */
export function atTemperature<Token>(distribution: Distribution<Token>, temperature: number): Map<Token, number> {
  checkNumber(temperature, "atTemperature temperature", { min: 0 });
  if (temperature === 0) return new Map([[greedy(distribution), 1]]);
  const entries = [...distribution];
  const logs = entries.map(([, p]) => Math.log(p) / temperature);
  const max = Math.max(...logs); // the largest becomes exp(0), so that nothing overflows
  const weights = logs.map((log) => Math.exp(log - max));
  const total = weights.reduce((sum, w) => sum + w, 0);
  return new Map(entries.map(([token], i) => [token, weights[i]! / total]));
}
