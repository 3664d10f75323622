/**
 * Flow matching: learn which way a point should move, on the straight line from noise to data, and then follow the arrows.
 *
 *     x_t = (1 − t) · noise + t · data;   the arrow at x_t is data − noise;   dx/dt = v(x, t)
 *
 * Reference: Lipman et al. 2023, "Flow Matching for Generative Modeling", equation 23 with σ_min = 0; Liu, Gong and Liu
 * 2023, "Flow Straight and Fast", equation 1.
 */
import { add, mean, mul, square, sub, tensor, tidy } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import { check, checkInteger, checkNumber } from "../../core/index.ts";

/** The arrow at each point, at times `[batch]` from 0, noise, to 1, data: x `[batch, ...]` → the same shape. */
export type Velocity = (x: Tensor, times: Tensor) => Tensor;

/** The mean squared difference of arrows, over all numbers. `times`: one for each example, 0 … 1. */
export function flowMatchingLoss(
  velocity: Velocity,
  data: Tensor,
  { noise, times }: { noise: Tensor; times: readonly number[] },
): Scalar {
  const batch = data.shape[0]!;
  check(
    noise.shape.join() === data.shape.join(),
    "flowMatchingLoss noise",
    `[${data.shape.join(", ")}]`,
    `[${noise.shape.join(", ")}]`,
  );
  check(times.length === batch, "flowMatchingLoss times", `${batch} numbers`, times);
  for (const time of times) checkNumber(time, "flowMatchingLoss times", { min: 0, max: 1 });
  return tidy(() => {
    const t = tensor([...times], [batch]);
    const share = t.reshape([batch, ...data.shape.slice(1).map(() => 1)]);
    const between = add(mul(sub(1, share), noise), mul(share, data));
    return mean(square(sub(velocity(between, t), sub(data, noise)))).asScalar();
  });
}

export interface FollowOptions {
  /** Into how many steps the way is cut. Each asks twice (Heun's method), so that the error falls with the square. */
  steps: number;
  /** From 0 to 1 makes data of noise; from 1 to 0 finds the noise of data. */
  from?: number;
  to?: number;
  /** Called after each step. */
  watch?: (x: Tensor, time: number) => void;
}

/** Follow the arrows from x `[batch, ...]`. The result is the caller's to dispose; x stays. */
export function follow(velocity: Velocity, x: Tensor, { steps, from = 0, to = 1, watch }: FollowOptions): Tensor {
  checkInteger(steps, "follow steps", { min: 1 });
  const length = (to - from) / steps;
  const at = (time: number): Tensor => tensor(new Float32Array(x.shape[0]!).fill(time));
  let point = x.clone();
  for (let i = 0; i < steps; i++) {
    const time = from + i * length;
    const next = tidy(() => {
      const here = velocity(point, at(time));
      const there = velocity(add(point, mul(here, length)), at(time + length));
      return add(point, mul(add(here, there), length / 2));
    });
    point.dispose();
    point = next;
    watch?.(point, time + length);
  }
  return point;
}
