/** The three forms of GELU (Hendrycks and Gimpel 2016, section 2). */
import type { Activation } from "./config.ts";

export function activationOf(name: Activation): (x: number) => number {
  if (name === "gelu") return (x) => x * normal(x);
  if (name === "gelu-tanh") return (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
  return (x) => x / (1 + Math.exp(-1.702 * x));
}

/** Φ(x) = ½ (1 + erf(x / √2)), erf by Abramowitz and Stegun's formula 7.1.26: within 1e-7. */
function normal(x: number): number {
  const z = Math.abs(x) * Math.SQRT1_2;
  const t = 1 / (1 + 0.3275911 * z);
  const polynomial = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * polynomial * Math.exp(-z * z);
  return x < 0 ? tail : 1 - tail;
}
