/** Kernels that put numbers around a tensor. */
import type { MirrorPadAttrs, PadV2Attrs, UnaryInputs } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { isGraphType } from "../onnx/graph-types.ts";
import { list } from "./compose.ts";

type Paddings = readonly (readonly [number, number])[];

export function paddedShape(shape: readonly number[], paddings: Paddings): number[] {
  return paddings.map(([before, after], axis) => before + shape[axis]! + after);
}

/** Where the numbers of a padded axis come from: the mirror stands on the last number or, if it is repeated, behind it. */
function mirrored(length: number, [before, after]: readonly [number, number], isRepeated: boolean): number[] {
  const shift = isRepeated ? 1 : 0;
  return Array.from({ length: before + length + after }, (_, at) => {
    const from = at - before;
    if (from < 0) return -from - shift;
    return from < length ? from : 2 * (length - 1) - from + shift;
  });
}

export const pads: KernelTable = {
  PadV2: kernel<UnaryInputs, PadV2Attrs>(({ x }, { paddings, constantValue }, backend) => {
    const { dtype } = x;
    if (!isGraphType(dtype) || paddings.some((pair) => pair.some((count) => count < 0))) return undefined;
    const shape = paddedShape(x.shape, paddings);
    // -0 becomes 0
    const value = constantValue + 0;
    return record(backend, `PadV2 ${paddings} ${value}`, [x], { shape, dtype }, (graph, [x]) => {
      const counts = graph.int64([...paddings.map(([before]) => before), ...paddings.map(([, after]) => after)]);
      return graph.op("Pad", [x!, counts, graph.scalar(value, dtype)]);
    });
  }),
  MirrorPad: kernel<UnaryInputs, MirrorPadAttrs>(({ x }, { paddings, mode }, backend) => {
    const shape = paddedShape(x.shape, paddings);
    return record(backend, `MirrorPad ${paddings} ${mode}`, [x], { shape, dtype: x.dtype }, (graph, [x_]) =>
      paddings.reduce((padded, pair, axis) => {
        if (pair[0] === 0 && pair[1] === 0) return padded;
        const from = list(graph, mirrored(x.shape[axis]!, pair, mode === "symmetric"));
        return graph.op("Gather", [padded, from], { axis });
      }, x_!),
    );
  }),
};
