/** The largest number of each window of a picture, and where it is. Axes: batch, y, x, channel. */
import { backend_util } from "@tensorflow/tfjs";
import type { MaxPoolWithArgmaxAttrs, MaxPoolWithArgmaxInputs } from "@tensorflow/tfjs";
import { kernel } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { cast } from "./compose.ts";

type Info = backend_util.Conv2DInfo;

export const maxPoolWithArgmax: KernelTable = {
  MaxPoolWithArgmax: kernel<MaxPoolWithArgmaxInputs, MaxPoolWithArgmaxAttrs>(({ x }, attributes, backend) => {
    const { filterSize, strides, pad, includeBatchInIndex: withBatch } = attributes;
    if (x.dtype !== "float32" || x.shape.length !== 4) return undefined;
    const info = backend_util.computePool2DInfo(
      x.shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      pad,
    );
    if (!areInside(info)) return undefined;
    const outputs = (["float32", "int32"] as const).map((dtype) => ({ shape: info.outShape, dtype }));
    const window = attributesOf(info);
    const key = `MaxPoolWithArgmax ${Object.values(window).join()} ${withBatch}`;
    return backend.record(key, [x], outputs, (graph, [x]) => {
      const below = graph.scalar(-Infinity);
      // NaN is passed over
      const numbers = graph.op("Where", [graph.op("IsNaN", [x!]), below, x!]);
      const channelsSecond = graph.op("Transpose", [numbers], { perm: [0, 3, 1, 2] });
      const [value, place] = graph
        .ops("MaxPool", [channelsSecond], window, { outputs: 2 })
        .map((each) => graph.op("Transpose", [each], { perm: [0, 2, 3, 1] })) as [Name, Name];
      const isNone = graph.op("Equal", [value, below]);
      const index = graph.op("Where", [isNone, graph.int64([-1]), indexOf(graph, place, { ...info, withBatch })]);
      return [value, cast(graph, index, "int32")];
    });
  }),
};

function attributesOf({ padInfo, ...info }: Info): Record<string, number[]> {
  return {
    kernel_shape: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    pads: [padInfo.top, padInfo.left, padInfo.bottom, padInfo.right],
  };
}

/** Whether there are windows, and each of them sees some of the picture. */
function areInside({ filterHeight, filterWidth, padInfo, outHeight, outWidth }: Info): boolean {
  const { top, bottom, left, right } = padInfo;
  const isSeen = Math.max(top, bottom) < filterHeight && Math.max(left, right) < filterWidth;
  return isSeen && outHeight > 0 && outWidth > 0;
}

/** From places in [batch, channel, y, x] to those in [batch, y, x, channel], or in [y, x, channel] of each picture. */
function indexOf(graph: GraphBuilder, place: Name, info: Info & { withBatch: boolean }): Name {
  const [channels, pixels] = [info.inChannels, info.inHeight * info.inWidth];
  const pixel = graph.op("Mod", [place, graph.int64([pixels])]);
  const channel = graph.int64([...Array(channels).keys()]);
  const inPicture = graph.op("Add", [graph.op("Mul", [pixel, graph.int64([channels])]), channel]);
  if (!info.withBatch) return inPicture;
  const starts = graph.int64(Array.from({ length: info.batchSize }, (_, i) => i * pixels * channels));
  return graph.op("Add", [inPicture, graph.reshape(starts, [info.batchSize, 1, 1, 1])]);
}
