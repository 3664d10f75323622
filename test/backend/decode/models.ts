/** Models with random weights, and how their logits are compared. */
import { expect } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { weightShapes } from "../../../lib/backend/decode/index.ts";
import type { DecoderConfig } from "../../../lib/backend/decode/index.ts";

export const engines = ["relaxed", "simd", "plain"] as const;

/** Weights so large that heads attend to few positions and activations bend. */
export function randomWeights(config: DecoderConfig, seed = 1): Record<string, Float32Array> {
  const random = rng(seed);
  return Object.fromEntries(
    Object.entries(weightShapes(config)).map(([name, shape]) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const scale = name.endsWith(".weight") ? 2 / Math.sqrt(shape[0]!) : 0.5;
      const mean = name.endsWith(".gain") ? 1 : 0;
      return [name, Float32Array.from({ length }, () => mean + scale * random.normal())];
    }),
  );
}

export function randomTokens({ vocabSize }: DecoderConfig, count: number, seed = 2): number[] {
  const random = rng(seed);
  return Array.from({ length: count }, () => Math.floor(random() * vocabSize));
}

/** The same numbers within `tolerance` times the largest; NaN and infinite in the same places. */
export function expectClose(got: ArrayLike<number>, wanted: readonly number[], tolerance = 2e-5): void {
  expect(got.length).toBe(wanted.length);
  const largest = Math.max(...wanted.filter((value) => Number.isFinite(value)).map((value) => Math.abs(value)), 0);
  for (const [i, value] of wanted.entries()) {
    if (Number.isFinite(value)) expect(Math.abs(got[i]! - value) / largest, `logit ${i}`).toBeLessThan(tolerance);
    else expect(got[i], `logit ${i}`).toBe(value);
  }
}

export function argmax(values: ArrayLike<number>): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}
