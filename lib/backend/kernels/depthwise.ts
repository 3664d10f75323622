/**
 * Convolutions of each channel for itself, and their gradients.
 *
 * Axes: batch, y, x, channel; a filter is [y, x, channel, multiple], and channel · multiples channels come out.
 */
import { backend_util } from "@tensorflow/tfjs";
import type { FusedDepthwiseConv2DAttrs, TensorInfo } from "@tensorflow/tfjs";
import type { Build } from "../datum.ts";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { activate, isActivation } from "./activations.ts";
import { given } from "./given.ts";
import type { FusedInputs } from "./given.ts";
import { areFloored, keyOfWindows, outShape, windows2d } from "./windows.ts";
import type { Windows } from "./windows.ts";
import { concat, convolve, seenByTaps, spread } from "./windows-graph.ts";

interface Attributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dilations?: [number, number] | number | null;
  dimRoundingMode?: "floor" | "round" | "ceil";
}
type FusedAttributes = Attributes & Pick<FusedDepthwiseConv2DAttrs, "activation" | "leakyreluAlpha">;
type Shape4 = [number, number, number, number];

interface Inputs {
  x: TensorInfo;
  filter: TensorInfo;
}

export const depthwise: KernelTable = {
  DepthwiseConv2dNative: kernel<Inputs, Attributes>(({ x, filter }, attributes, backend) => {
    const windows = windowsOf([x, filter], [x.shape, filter.shape], attributes);
    if (!windows) return undefined;
    const output = { shape: outShape(windows), dtype: x.dtype };
    const key = `DepthwiseConv2dNative ${keyOfWindows(windows)}`;
    const build: Build = (graph, names) => convolution(graph, names, windows);
    return record(backend, key, [x, filter], output, build, { takesBias: true });
  }),
  FusedDepthwiseConv2D: kernel<Inputs & FusedInputs, FusedAttributes>((inputs, attributes, backend) => {
    const { x, filter, bias, preluActivationWeights: alpha } = inputs as Inputs & FusedInputs;
    const { activation, leakyreluAlpha } = attributes;
    const all = given([x, filter, bias, alpha]);
    const windows = windowsOf(all, [x.shape, filter.shape], attributes);
    if (!windows || !isActivation(activation)) return undefined;
    const isRow = ({ shape }: TensorInfo): boolean =>
      shape.length === 1 && [1, windows.outChannels].includes(shape[0]!);
    if ((bias && !isRow(bias)) || (alpha && !isRow(alpha))) return undefined;
    const key = `FusedDepthwiseConv2D ${keyOfWindows(windows)} ${activation} ${leakyreluAlpha} ${Boolean(bias)}`;
    const output = { shape: outShape(windows), dtype: x.dtype };
    return record(backend, key, all, output, (graph, [input, weights, ...more]) => {
      // a bias may be one number for all channels, which ONNX's is not
      const biases = bias ? [graph.op("Expand", [more[0]!, graph.int64([windows.outChannels])])] : [];
      const sum = convolution(graph, [input!, weights!, ...biases], windows);
      return activate(graph, sum, { activation, leakyreluAlpha, alpha: alpha ? more.at(-1) : undefined });
    });
  }),
  DepthwiseConv2dNativeBackpropInput: kernel<
    { dy: TensorInfo; filter: TensorInfo },
    Attributes & { inputShape: Shape4 }
  >(({ dy, filter }, { inputShape, ...attributes }, backend) => {
    const windows = windowsOf([dy, filter], [inputShape, filter.shape], attributes);
    if (!windows || windows.dilations.some((step) => step > 1)) return undefined;
    const key = `DepthwiseConv2dNativeBackpropInput ${keyOfWindows(windows)}`;
    return record(backend, key, [dy, filter], { shape: inputShape, dtype: "float32" }, (graph, [dy, filter]) =>
      spread(graph, [dy!, byChannel(graph, filter!, windows)], windows, windows.inChannels),
    );
  }),
  DepthwiseConv2dNativeBackpropFilter: kernel<{ x: TensorInfo; dy: TensorInfo }, Attributes & { filterShape: Shape4 }>(
    ({ x, dy }, { filterShape, ...attributes }, backend) => {
      const windows = windowsOf([x, dy], [x.shape, filterShape], attributes);
      if (!windows) return undefined;
      const key = `DepthwiseConv2dNativeBackpropFilter ${keyOfWindows(windows)}`;
      return record(backend, key, [x, dy], { shape: filterShape, dtype: x.dtype }, (graph, names) =>
        filterGradient(graph, names, windows),
      );
    },
  ),
};

/** [y, x, channel, multiple] as [channel · multiple, 1, y, x]. */
function byChannel(graph: GraphBuilder, filter: Name, { kernel: size, outChannels }: Windows): Name {
  return graph.reshape(graph.op("Transpose", [filter], { perm: [2, 3, 0, 1] }), [outChannels, 1, ...size]);
}

function convolution(graph: GraphBuilder, [x, filter, ...bias]: readonly Name[], windows: Windows): Name {
  return convolve(graph, [x!, byChannel(graph, filter!, windows), ...bias], windows, windows.inChannels);
}

/** For each tap, the sum over all windows of what it sees times `dy`. */
function filterGradient(graph: GraphBuilder, [x, dy]: readonly Name[], windows: Windows): Name {
  const { batch, out, inChannels, outChannels, kernel: size } = windows;
  const multiples = outChannels / inChannels;
  const gradients = graph.reshape(dy!, [batch, ...out, inChannels, multiples]);
  const taps = seenByTaps(graph, x!, windows).map((seen) => {
    const products = graph.op("Mul", [graph.reshape(seen, [batch, ...out, inChannels, 1]), gradients]);
    return graph.op("ReduceSum", [products, graph.int64([0, 1, 2])], { keepdims: 0 });
  });
  return graph.reshape(concat(graph, taps, 0), [...size, inChannels, multiples]);
}

function windowsOf(
  inputs: readonly TensorInfo[],
  [inputShape, filterShape]: readonly [readonly number[], readonly number[]],
  { strides, pad, dilations, dimRoundingMode }: Attributes,
): Windows | undefined {
  const [input, filter] = [inputShape as Shape4, filterShape as Shape4];
  // tfjs-layers passes null for dilations
  const info = backend_util.computeConv2DInfo(input, filter, strides, dilations ?? 1, pad, dimRoundingMode, true);
  const windows = windows2d(info);
  // tfjs checks this of ordinary convolutions only
  const areApart = windows.dilations.every((step) => step > 0);
  return areApart && areFloored(windows) && inputs.every(({ dtype }) => dtype === "float32") ? windows : undefined;
}
