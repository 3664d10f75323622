import fc from "fast-check";
import { expect, test } from "vitest";
import { warmupCosine } from "../../lib/train/index.ts";

// nanoGPT's get_lr, train.py: iter_num 0, 99, 100, 1050, 2000 with warmup_iters 100, lr_decay_iters 2000, 1e-3 down to 1e-4
test("is nanoGPT's schedule", () => {
  const schedule = warmupCosine({ peak: 1e-3, warmup: 100, steps: 2000, floor: 1e-4 });
  const expected = [1e-3 / 101, (1e-3 * 100) / 101, 1e-3, 5.5e-4, 1e-4, 1e-4];
  [0, 99, 100, 1050, 2000, 9000].forEach((step, i) => expect(schedule(step)).toBeCloseTo(expected[i]!, 12));
});

test("rises, then falls, and never leaves what was asked for", () => {
  const options = fc
    .tuple(fc.integer({ min: 1, max: 200 }), fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }))
    .map(([steps, warmup, floor]) => ({ peak: 1, warmup: Math.min(warmup, steps - 1), steps, floor }));
  fc.assert(
    fc.property(options, (given) => {
      const schedule = warmupCosine(given);
      const rates = Array.from({ length: given.steps + 5 }, (_, step) => schedule(step));
      rates.forEach((rate, step) => {
        expect(rate).toBeLessThanOrEqual(1);
        expect(rate).toBeGreaterThan(step < given.warmup ? 0 : given.floor - 1e-12);
        if (step > 0 && step <= given.warmup) expect(rate).toBeGreaterThan(rates[step - 1]!);
        if (step > given.warmup) expect(rate).toBeLessThanOrEqual(rates[step - 1]!);
      });
      expect(rates[given.warmup]).toBe(1);
      expect(rates.at(-1)).toBe(given.floor);
    }),
  );
});

test("bad numbers are named", () => {
  expect(() => warmupCosine({ peak: -1, warmup: 0, steps: 1 })).toThrow("warmupCosine peak");
  expect(() => warmupCosine({ peak: 1, warmup: 5, steps: 5 })).toThrow(
    "warmupCosine warmup: expected fewer than 5 steps",
  );
  expect(() => warmupCosine({ peak: 1, warmup: 0, steps: 0 })).toThrow("warmupCosine steps");
  expect(() => warmupCosine({ peak: 1, warmup: 0, steps: 5, floor: 2 })).toThrow("warmupCosine floor");
});
