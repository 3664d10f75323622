/** What all changes of a next-token distribution have in common: they keep some tokens, weigh them anew, and sum to one. */
import { check } from "../core/index.ts";
import type { Distribution } from "./sample.ts";

/**
 * A change of the distribution before a token is drawn from it. `before` is all that was written so far, the prompt
 * included. What had no probability gets none.
 */
export type Warp<Token> = (distribution: Distribution<Token>, before: readonly Token[]) => Map<Token, number>;

/** One after the other, in the order of the list. */
export function warped<Token>(
  distribution: Distribution<Token>,
  { warps, before }: { warps: readonly Warp<Token>[]; before: readonly Token[] },
): Distribution<Token> {
  return warps.reduce((current, warp) => warp(current, before), distribution);
}

/** Weights of at least 0, divided by their sum. Throws if one is no number, or all are 0. */
export function normalised<Token>(weights: Iterable<readonly [Token, number]>): Map<Token, number> {
  const entries = [...weights];
  let total = 0;
  for (const [token, weight] of entries) {
    check(weight >= 0 && weight < Infinity, `distribution ${String(token)}`, "a number of at least 0", weight);
    total += weight;
  }
  check(total > 0 && total < Infinity, "distribution", "a token with a probability above 0", total);
  return new Map(entries.map(([token, weight]) => [token, weight / total]));
}

/** The likeliest first; of equally likely ones the earlier. Impossible tokens are left out. */
export function ranked<Token>(distribution: Distribution<Token>): [Token, number][] {
  // the sort is stable, so ties keep their order
  return [...normalised(distribution)].filter(([, p]) => p > 0).sort(([, a], [, b]) => b - a);
}

/**
 * The distribution with each log-probability changed, then normalised: what libraries do to logits, which differ from
 * log-probabilities by one number that normalising takes away.
 */
export function rescored<Token>(
  distribution: Distribution<Token>,
  change: (logProb: number, token: Token) => number,
): Map<Token, number> {
  const scored = ranked(distribution).map(([token, p]) => [token, change(Math.log(p), token)] as const);
  const most = Math.max(...scored.map(([, score]) => score));
  check(!Number.isNaN(most), "distribution", "scores that are numbers", most);
  const scores = new Map(scored);
  // in the order of the distribution; the best becomes exp(0), so that nothing overflows
  return normalised(
    [...distribution.keys()].map((token) => [token, Math.exp((scores.get(token) ?? -Infinity) - most)]),
  );
}
