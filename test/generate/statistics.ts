/** Whether what was drawn can come from a distribution. */

/**
 * Pearson's χ² of counts against probabilities, as a distance from its mean in standard deviations: for k outcomes χ² has
 * mean k − 1 and variance 2 (k − 1). Above 6 less than once in a thousand for the few outcomes here (Wilson–Hilferty:
 * for k = 4 once in 3,000), and a test of this project draws with one seed that never changes.
 */
export function surprise<Token>(drawn: readonly Token[], exact: ReadonlyMap<Token, number>): number {
  let [sum, outcomes] = [0, 0];
  for (const token of new Set(drawn)) if (!((exact.get(token) ?? 0) > 0)) return Infinity;
  for (const [token, p] of exact) {
    if (p === 0) continue;
    const expected = p * drawn.length;
    const count = drawn.filter((each) => each === token).length;
    sum += (count - expected) ** 2 / expected;
    outcomes++;
  }
  return outcomes === 1 ? 0 : (sum - (outcomes - 1)) / Math.sqrt(2 * (outcomes - 1));
}

/** Half the sum of absolute differences: 0 for the same distribution, 1 for two that have nothing in common. */
export function totalVariation<Token>(a: ReadonlyMap<Token, number>, b: ReadonlyMap<Token, number>): number {
  const tokens = new Set([...a.keys(), ...b.keys()]);
  return [...tokens].reduce((sum, token) => sum + Math.abs((a.get(token) ?? 0) - (b.get(token) ?? 0)), 0) / 2;
}
