/** How large a step is, from the first one to the last. */
import { check, checkInteger, checkNumber } from "../core/index.ts";

/** The learning rate of a step; the first step is 0. */
export type Schedule = (step: number) => number;

export interface WarmupCosineOptions {
  /** The largest learning rate, reached when the warm-up ends. */
  peak: number;
  /** How many steps it rises, in a straight line: moments of the gradient are guesses at first. */
  warmup: number;
  /** When it has come down to `floor`, where it stays. */
  steps: number;
  /** The smallest learning rate (default 0; often a tenth of the peak). */
  floor?: number;
}

/**
 * Up in a straight line, then down along half a cosine:
 *
 *     peak · (step + 1) / (warmup + 1)                                      while step < warmup
 *     floor + (peak − floor) · (1 + cos(π · (step − warmup) / (steps − warmup))) / 2     after it
 *
 * References: Loshchilov and Hutter 2017, "SGDR", section 3, for the cosine; Vaswani et al. 2017, section 5.3, for the warm-up.
 */
export function warmupCosine({ peak, warmup, steps, floor = 0 }: WarmupCosineOptions): Schedule {
  checkNumber(peak, "warmupCosine peak", { min: 0 });
  checkNumber(floor, "warmupCosine floor", { min: 0, max: peak });
  checkInteger(steps, "warmupCosine steps", { min: 1 });
  checkInteger(warmup, "warmupCosine warmup");
  check(warmup < steps, "warmupCosine warmup", `fewer than ${steps} steps`, warmup);
  return (step) => {
    if (step < warmup) return (peak * (step + 1)) / (warmup + 1);
    if (step >= steps) return floor;
    return floor + ((peak - floor) * (1 + Math.cos((Math.PI * (step - warmup)) / (steps - warmup)))) / 2;
  };
}
