/** Lets a convolution add the bias that is added to its result. */
import type { Datum, Recorded } from "../datum.ts";
import type { Plan } from "../plan.ts";
import { sameShape, sizeOf } from "../shapes.ts";
import { recorded } from "./rewrite.ts";

/** The plan's kernels, with each that takes a bias as one with the sum, if its result is needed for nothing else. */
export function fuseBiases({ kernels, results }: Pick<Plan, "results"> & Kernels): Recorded[] {
  const uses = new Map<Datum, number>();
  for (const datum of [...results, ...kernels.flatMap(({ inputs }) => inputs)])
    uses.set(datum, (uses.get(datum) ?? 0) + 1);
  const takers = new Map(
    kernels.filter(({ takesBias }) => takesBias).map((kernel) => [kernel.outputs[0]!, kernel] as const),
  );
  const merged = new Set<Recorded>();
  const fused = kernels.map((kernel) => {
    const place = kernel.key === "Add" ? biasOf(kernel) : -1;
    const [bias, x] = [kernel.inputs[place], kernel.inputs[1 - place]];
    const taker = bias && takers.get(x!);
    if (!taker || uses.get(x!) !== 1) return kernel;
    merged.add(taker);
    const { inputs, shapes, build, work } = taker;
    const withBias = { inputs: [...inputs, bias], shapes: [...shapes, [sizeOf(bias.shape)]], outputs: kernel.outputs };
    return { ...recorded({ ...withBias, build }), work };
  });
  return fused.filter((kernel) => !merged.has(kernel));
}
interface Kernels {
  kernels: readonly Recorded[];
}

/** Which input of a sum is one number for each place along the last axis of the other, which is taken as it is; -1 if none. */
function biasOf({ inputs, shapes, outputs: [sum] }: Recorded): number {
  return shapes.findIndex((bias, i) => {
    const x = shapes[1 - i]!;
    const isAsItIs = sameShape(x, inputs[1 - i]!.shape) && sameShape(x, sum!.shape);
    return isAsItIs && bias.at(-1) === x.at(-1) && sizeOf(bias) === x.at(-1);
  });
}
