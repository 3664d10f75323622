/** What a diffusion model makes small. Reference: Ho, Jain and Abbeel 2020, "Denoising Diffusion Probabilistic Models", equation 14. */
import { mean, square, sub, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { noisy } from "./schedule.ts";
import type { NoiseSchedule } from "./schedule.ts";

export interface DiffusionExample {
  schedule: NoiseSchedule;
  /** Of the shape of the pictures, normal with variance 1. */
  noise: Tensor;
  /** A step of the schedule for each picture. */
  times: readonly number[];
}

/** The mean squared difference between the noise and what the model takes for it; `guess` is given the noisy pictures. */
export function diffusionLoss(
  guess: (x: Tensor) => Tensor,
  x0: Tensor,
  { schedule, noise, times }: DiffusionExample,
): Scalar {
  return tidy(() => mean(square(sub(guess(noisy(schedule, x0, { noise, times })), noise))).asScalar());
}
