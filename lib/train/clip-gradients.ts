/**
 * A step is never larger than a gradient of this length makes it: one strange batch does not throw away what was learned.
 *
 * Reference: Pascanu, Mikolov and Bengio 2013, "On the difficulty of training Recurrent Neural Networks", section 3.2.
 */
import { add, mul, minimum, div, sqrt, square, sum, tidy } from "@tensorflow/tfjs";
import type { NamedTensorMap, Scalar } from "@tensorflow/tfjs";
import { check } from "../core/index.ts";

/** All gradients times min(1, longest / (norm + 10⁻⁶)), and the norm: the root of the sum of all squares. */
export function clipGradients(
  gradients: NamedTensorMap,
  { longest }: { longest: number },
): { gradients: NamedTensorMap; norm: Scalar } {
  check(longest > 0, "clipGradients longest", "a number above 0", longest);
  return tidy(() => {
    const squares = Object.values(gradients).map((gradient) => sum(square(gradient)));
    const norm = sqrt(squares.reduce((total, each) => add(total, each))) as Scalar;
    const factor = longest === Infinity ? undefined : minimum(1, div(longest, add(norm, 1e-6)));
    const clipped = Object.entries(gradients).map(([name, gradient]) => [
      name,
      factor ? mul(gradient, factor) : gradient,
    ]);
    return { gradients: Object.fromEntries(clipped) as NamedTensorMap, norm };
  });
}
