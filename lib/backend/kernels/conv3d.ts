/** Convolutions over stacks of pictures, and their gradients. Axes: batch, z, y, x, channel; a filter is [z, y, x, in, out]. */
import { backend_util } from "@tensorflow/tfjs";
import type { TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { sameShape } from "../shapes.ts";
import { plainConv, plainFilterGradient, plainInputGradient } from "./conv-plain.ts";
import { areFloored, keyOfWindows, outShape, windows3d, workOf } from "./windows.ts";
import type { Windows } from "./windows.ts";

interface Attributes {
  strides: [number, number, number] | number;
  pad: "valid" | "same";
  dilations?: [number, number, number] | number;
}
type Shape5 = [number, number, number, number, number];

export const conv3d: KernelTable = {
  Conv3D: kernel<{ x: TensorInfo; filter: TensorInfo }, Attributes>(({ x, filter }, attributes, backend) => {
    const windows = windowsOf([x, filter], [x.shape, filter.shape], attributes);
    if (!windows) return undefined;
    return record(
      backend,
      `Conv3D ${keyOfWindows(windows)}`,
      [x, filter],
      { shape: outShape(windows), dtype: "float32" },
      (graph, names) => plainConv(graph, names, windows),
      { work: workOf(windows), takesBias: true },
    );
  }),
  Conv3DBackpropInputV2: kernel<{ dy: TensorInfo; filter: TensorInfo }, Attributes & { inputShape: Shape5 }>(
    ({ dy, filter }, { inputShape, ...attributes }, backend) => {
      const windows = windowsOf([dy, filter], [inputShape, filter.shape], attributes);
      // a transposed convolution may be asked for sizes that no convolution has
      if (!windows || !sameShape(dy.shape, outShape(windows))) return undefined;
      return record(
        backend,
        `Conv3DBackpropInputV2 ${keyOfWindows(windows)}`,
        [dy, filter],
        { shape: inputShape, dtype: "float32" },
        (graph, names) => plainInputGradient(graph, names, windows),
        { work: workOf(windows) },
      );
    },
  ),
  Conv3DBackpropFilterV2: kernel<{ x: TensorInfo; dy: TensorInfo }, Attributes & { filterShape: Shape5 }>(
    ({ x, dy }, { filterShape, ...attributes }, backend) => {
      const windows = windowsOf([x, dy], [x.shape, filterShape], attributes);
      if (!windows || !sameShape(dy.shape, outShape(windows))) return undefined;
      return record(
        backend,
        `Conv3DBackpropFilterV2 ${keyOfWindows(windows)}`,
        [x, dy],
        { shape: filterShape, dtype: "float32" },
        (graph, names) => plainFilterGradient(graph, names, windows),
        { work: workOf(windows) },
      );
    },
  ),
};

function windowsOf(
  inputs: readonly TensorInfo[],
  [inputShape, filterShape]: readonly [readonly number[], readonly number[]],
  { strides, pad, dilations }: Attributes,
): Windows | undefined {
  const windows = windows3d(
    backend_util.computeConv3DInfo(inputShape as Shape5, filterShape as Shape5, strides, dilations ?? 1, pad),
  );
  // subtle: where steps are longer than windows, tfjs leaves out the first numbers and calls it negative padding
  const isOrdinary = areFloored(windows) && Math.min(...windows.pads) >= 0;
  return isOrdinary && inputs.every(({ dtype }) => dtype === "float32") ? windows : undefined;
}
