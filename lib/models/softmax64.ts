/** Logits become probabilities in 64-bit numbers, so that they sum to one where float32 would not. */
export function softmax64(logits: ArrayLike<number>): number[] {
  const numbers = Array.from(logits);
  const highest = numbers.reduce((a, b) => Math.max(a, b), -Infinity); // the largest becomes exp(0): nothing overflows
  const weights = numbers.map((logit) => Math.exp(logit - highest));
  const total = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / total);
}
