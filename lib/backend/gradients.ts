/**
 * The gradients of sum and mean, written so that no ones are made.
 *
 * tfjs multiplies the incoming gradient by a tensor of ones that it fills in JavaScript, megabytes of it in each step of
 * a training. Here it is spread over the summed axes, which is the same number in the same place. They are made of
 * ordinary tfjs operations, so they hold on every backend, and can be differentiated again.
 */
import { broadcastTo, mul, registerGradient, reshape, unregisterGradient, util } from "@tensorflow/tfjs";
import type { GradConfig, NamedAttrMap, Tensor } from "@tensorflow/tfjs";

/** `scale`: what each of so many summed numbers counts. */
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

/** Put them in the place of tfjs' own. */
export function registerSpreadingGradients(): void {
  for (const gradient of [spreadingGradient("Sum", () => 1), spreadingGradient("Mean", (count) => 1 / count)]) {
    unregisterGradient(gradient.kernelName);
    registerGradient(gradient);
  }
}
