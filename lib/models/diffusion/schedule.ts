/**
 * How pictures dissolve: at each step a little of the picture goes and a little noise comes, until nothing else is left.
 *
 *     x_t = √(1 − β_t) · x_{t−1} + √β_t · noise,   so   x_t = √ᾱ_t · x_0 + √(1 − ᾱ_t) · noise,   ᾱ_t = Π (1 − β_s)
 *
 * References: Ho, Jain and Abbeel 2020, "Denoising Diffusion Probabilistic Models", equations 2 and 4; Nichol and Dhariwal
 * 2021, "Improved Denoising Diffusion Probabilistic Models", equation 17, for the cosine.
 */
import { add, mul, tensor, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check, checkInteger, checkNumber } from "../../core/index.ts";

export interface NoiseSchedule {
  /** T: how many steps. They are counted from 0, the least noisy. */
  readonly steps: number;
  /** β of each step, 0 … 1. */
  readonly beta: Float64Array;
  /** ᾱ after each step: the share of the picture that is left, from nearly 1 down to nearly 0. */
  readonly alphaBar: Float64Array;
}

/** β grows evenly from `first` to `last`. The paper's values are for 1,000 steps; fewer need larger ones. */
export function linearSchedule(steps: number, { first = 1e-4, last = 0.02 } = {}): NoiseSchedule {
  checkInteger(steps, "linearSchedule steps", { min: 1 });
  checkNumber(first, "linearSchedule first", { min: 0, max: 1 });
  checkNumber(last, "linearSchedule last", { min: 0, max: 1 });
  return scheduleOf(
    Float64Array.from({ length: steps }, (_, t) => first + ((last - first) * t) / Math.max(1, steps - 1)),
  );
}

/** ᾱ falls like a squared cosine, which leaves more of the picture for longer. β is cut at 0.999. */
export function cosineSchedule(steps: number): NoiseSchedule {
  checkInteger(steps, "cosineSchedule steps", { min: 1 });
  const offset = 0.008;
  const f = (t: number): number => Math.cos(((t / steps + offset) / (1 + offset)) * (Math.PI / 2)) ** 2;
  return scheduleOf(Float64Array.from({ length: steps }, (_, t) => Math.min(0.999, 1 - f(t + 1) / f(t))));
}

function scheduleOf(beta: Float64Array): NoiseSchedule {
  let left = 1;
  return Object.freeze({ steps: beta.length, beta, alphaBar: beta.map((each) => (left *= 1 - each)) });
}

/**
 * Pictures with the noise of given steps: x0 and noise `[batch, ...]`, `times` one step for each example, from 0 on.
 * Noise is drawn by the caller, normal with variance 1.
 */
export function noisy(
  schedule: NoiseSchedule,
  x0: Tensor,
  { noise, times }: { noise: Tensor; times: readonly number[] },
): Tensor {
  const batch = x0.shape[0]!;
  check(times.length === batch, "noisy times", `${batch} steps`, times);
  check(
    noise.shape.join() === x0.shape.join(),
    "noisy noise",
    `[${x0.shape.join(", ")}]`,
    `[${noise.shape.join(", ")}]`,
  );
  for (const time of times) checkInteger(time, "noisy times", { max: schedule.steps - 1 });
  const perExample = (of: (alphaBar: number) => number): Tensor =>
    tensor(
      times.map((time) => of(schedule.alphaBar[time]!)),
      [batch, ...x0.shape.slice(1).map(() => 1)],
    );
  return tidy(() =>
    add(
      mul(perExample(Math.sqrt), x0),
      mul(
        perExample((left) => Math.sqrt(1 - left)),
        noise,
      ),
    ),
  );
}
