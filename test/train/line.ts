/** The smallest training there is: a line through points, whose gradient a test can write down. */
import { mean, square, sub, mul, add, tensor1d, scalar } from "@tensorflow/tfjs";
import type { Scalar, Tensor } from "@tensorflow/tfjs";
import type { Objective } from "../../lib/train/index.ts";

export type Line = { readonly slope: Tensor; readonly shift: Tensor };
export type Points = { x: number[]; y: number[] };

export function lineStart(): Line {
  return { slope: tensor1d([0.5]), shift: scalar(0) };
}

/** Three points a step from y = 3x − 4, with noise. */
export const lineObjective: Objective<Line, Points> = {
  name: "line",
  batch({ rng }) {
    const x = Array.from({ length: 3 }, () => 4 * rng() - 2);
    return { x, y: x.map((each) => 3 * each - 4 + 0.1 * rng.normal()) };
  },
  loss: ({ slope, shift }, { x, y }) => mean(square(sub(add(mul(tensor1d(x), slope), shift), tensor1d(y)))) as Scalar,
};
