/**
 * Gradients in the place of tfjs' own: those of sum and mean make no ones, that of cumsum is right.
 *
 * They are made of ordinary tfjs operations, so they hold on every backend, and can be differentiated again.
 */
import { broadcastTo, cumsum, mul, registerGradient, reshape, unregisterGradient, util } from "@tensorflow/tfjs";
import type { CumsumAttrs, GradConfig, NamedAttrMap, Tensor } from "@tensorflow/tfjs";

/**
 * The incoming gradient spread over the summed axes. tfjs multiplies it by a tensor of ones that it fills in JavaScript,
 * megabytes of it in each step of a training, and has the same number in the same place.
 *
 * `scale`: what each of so many summed numbers counts.
 */
function spreadingGradient(kernelName: string, scale: (count: number) => number): GradConfig {
  return {
    kernelName,
    inputsToSave: ["x"],
    gradFunc(dy, [x], attributes: NamedAttrMap) {
      const axes = util.parseAxisParam(attributes.axis as number[], x!.shape);
      const kept = x!.shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
      const factor = scale(axes.reduce((count, axis) => count * x!.shape[axis]!, 1));
      const spread = (): Tensor => {
        const small = reshape(dy as Tensor, kept);
        return broadcastTo(factor === 1 ? small : mul(small, factor), x!.shape);
      };
      return { x: spread };
    },
  };
}

/**
 * dxᵢ is the sum of dyⱼ over all running sums j that xᵢ is part of: those after it, so it runs from the other end.
 *
 * tfjs' own does this too, but then exchanges axes: for any other axis than the last the result has another shape or
 * numbers of other places, on every backend.
 */
const runningGradient: GradConfig = {
  kernelName: "Cumsum",
  gradFunc(dy, _, attributes: NamedAttrMap) {
    const { axis, exclusive, reverse } = attributes as unknown as CumsumAttrs;
    return { x: () => cumsum(dy as Tensor, axis, exclusive, !reverse) };
  },
};

const gradients: readonly GradConfig[] = [
  spreadingGradient("Sum", () => 1),
  spreadingGradient("Mean", (count) => 1 / count),
  runningGradient,
];

/** Put them in the place of tfjs' own. */
export function replaceGradients(): void {
  for (const gradient of gradients) {
    unregisterGradient(gradient.kernelName);
    registerGradient(gradient);
  }
}
