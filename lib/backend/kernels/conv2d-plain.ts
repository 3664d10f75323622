/**
 * A 2-D convolution and its gradients in ONNX's own operators, which want channels before height and width: transposed
 * on the way in and out.
 *
 * Axes: batch, y, x, in, out; a filter is [y, x, in, out].
 */
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { rest } from "./conv2d-geometry.ts";
import type { Geometry } from "./conv2d-geometry.ts";

/** The result [batch, y, x, out], or with channels second as the geometry says. */
export function plainConv(graph: GraphBuilder, [input, filter, bias]: readonly Name[], geometry: Geometry): Name {
  const inputs = [channelsSecond(graph, input!, geometry), graph.op("Transpose", [filter!], { perm: [3, 2, 0, 1] })];
  if (bias !== undefined) inputs.push(bias);
  const { kernel, strides, dilations, pads } = geometry;
  const convolved = graph.op("Conv", inputs, { kernel_shape: kernel, strides, dilations, pads });
  return channelsBack(graph, convolved, geometry);
}

/** The gradient to the input: each number of `dy` is spread over the window that it came from. */
export function plainInputGradient(graph: GraphBuilder, [dy, filter]: readonly Name[], geometry: Geometry): Name {
  const { kernel, strides, pads } = geometry;
  const spread = graph.op(
    "ConvTranspose",
    [channelsSecond(graph, dy!, geometry), graph.op("Transpose", [filter!], { perm: [3, 2, 0, 1] })],
    { kernel_shape: kernel, strides, pads, output_padding: [rest(geometry, 0), rest(geometry, 1)] },
  );
  return channelsBack(graph, spread, geometry);
}

/** The gradient to the filter: a product of all windows [in, positions] with `dy` [positions, out], for each tap. */
export function plainFilterGradient(graph: GraphBuilder, [input, dy]: readonly Name[], geometry: Geometry): Name {
  const { batch, outHeight, outWidth, inChannels, outChannels, kernel, strides } = geometry;
  const positions = batch * outHeight * outWidth;
  const padded = pad(graph, channelsLast(graph, input!, geometry), geometry);
  const windows: Name[] = [];
  for (let y = 0; y < kernel[0]; y++) {
    for (let x = 0; x < kernel[1]; x++) {
      const ends = [y + (outHeight - 1) * strides[0] + 1, x + (outWidth - 1) * strides[1] + 1];
      const seen = graph.op("Slice", [
        padded,
        graph.int64([y, x]),
        graph.int64(ends),
        graph.int64([1, 2]),
        graph.int64(strides),
      ]);
      windows.push(graph.reshape(seen, [positions, inChannels]));
    }
  }
  const all = windows.length === 1 ? windows[0]! : graph.op("Concat", windows, { axis: 1 });
  const rows = graph.reshape(channelsLast(graph, dy!, geometry), [positions, outChannels]);
  return graph.reshape(graph.op("Gemm", [all, rows], { transA: 1 }), [...kernel, inChannels, outChannels]);
}

/** Zeros around height and width. */
export function pad(graph: GraphBuilder, input: Name, { pads: [top, left, bottom, right] }: Geometry): Name {
  if (top === 0 && left === 0 && bottom === 0 && right === 0) return input;
  return graph.op("Pad", [input, graph.int64([0, top, left, 0, 0, bottom, right, 0])]);
}

function channelsSecond(graph: GraphBuilder, x: Name, { isChannelsLast }: Geometry): Name {
  return isChannelsLast ? graph.op("Transpose", [x], { perm: [0, 3, 1, 2] }) : x;
}

function channelsLast(graph: GraphBuilder, x: Name, { isChannelsLast }: Geometry): Name {
  return isChannelsLast ? x : graph.op("Transpose", [x], { perm: [0, 2, 3, 1] });
}

function channelsBack(graph: GraphBuilder, x: Name, { isChannelsLast }: Geometry): Name {
  return isChannelsLast ? graph.op("Transpose", [x], { perm: [0, 2, 3, 1] }) : x;
}
