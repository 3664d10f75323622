/**
 * Convolutions of each channel for itself, and their gradients.
 *
 * Axes: batch, y, x, channel; a filter is [y, x, channel, multiple], and channel · multiples channels come out.
 */
import { backend_util } from "@tensorflow/tfjs";
import type { FusedDepthwiseConv2DAttrs, TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { activate, isActivation } from "./activations.ts";
import { keyOfGeometry, rest } from "./conv2d-geometry.ts";
import type { ConvAttributes, Geometry } from "./conv2d-geometry.ts";
import { pad } from "./conv2d-plain.ts";

type Attributes = Omit<ConvAttributes, "dataFormat">;
type FusedAttributes = Attributes & Pick<FusedDepthwiseConv2DAttrs, "activation" | "leakyreluAlpha">;
type Shape4 = [number, number, number, number];

interface FusedInputs {
  x: TensorInfo;
  filter: TensorInfo;
  bias?: TensorInfo | null;
  preluActivationWeights?: TensorInfo | null;
}

export const depthwise: KernelTable = {
  DepthwiseConv2dNative: kernel<FusedInputs, Attributes>(({ x, filter }, attributes, backend) => {
    const geometry = geometryOf([x, filter], [x.shape, filter.shape], attributes);
    if (!geometry) return undefined;
    const output = { shape: outShape(geometry), dtype: x.dtype };
    return record(backend, `DepthwiseConv2dNative ${keyOfGeometry(geometry)}`, [x, filter], output, (graph, names) =>
      convolve(graph, names, geometry),
    );
  }),
  FusedDepthwiseConv2D: kernel<FusedInputs, FusedAttributes>((inputs, attributes, backend) => {
    const { x, filter, bias, preluActivationWeights: alpha } = inputs as FusedInputs;
    const { activation, leakyreluAlpha } = attributes;
    const given = [x, filter, bias, alpha].filter((each) => each !== undefined && each !== null);
    const geometry = geometryOf(given, [x.shape, filter.shape], attributes);
    if (!geometry || !isActivation(activation)) return undefined;
    const isRow = ({ shape }: TensorInfo): boolean =>
      shape.length === 1 && [1, geometry.outChannels].includes(shape[0]!);
    if ((bias && !isRow(bias)) || (alpha && !isRow(alpha))) return undefined;
    const key = `FusedDepthwiseConv2D ${keyOfGeometry(geometry)} ${activation} ${leakyreluAlpha} ${Boolean(bias)}`;
    const output = { shape: outShape(geometry), dtype: x.dtype };
    return record(backend, key, given, output, (graph, [input, weights, ...more]) => {
      const y = convolve(graph, [input!, weights!], geometry);
      const sum = bias ? graph.op("Add", [y, more[0]!]) : y;
      return activate(graph, sum, { activation, leakyreluAlpha, alpha: alpha ? more.at(-1) : undefined });
    });
  }),
  DepthwiseConv2dNativeBackpropInput: kernel<
    { dy: TensorInfo; filter: TensorInfo },
    Attributes & { inputShape: Shape4 }
  >(({ dy, filter }, { inputShape, ...attributes }, backend) => {
    const geometry = geometryOf([dy, filter], [inputShape, filter.shape], attributes);
    if (!geometry || geometry.dilations.some((step) => step > 1)) return undefined;
    const { kernel: size, strides, pads, inChannels } = geometry;
    const key = `DepthwiseConv2dNativeBackpropInput ${keyOfGeometry(geometry)}`;
    return record(backend, key, [dy, filter], { shape: inputShape, dtype: dy.dtype }, (graph, [dy, filter]) => {
      const inputs = [graph.op("Transpose", [dy!], { perm: [0, 3, 1, 2] }), byChannel(graph, filter!, geometry)];
      const output_padding = [rest(geometry, 0), rest(geometry, 1)];
      const spread = graph.op("ConvTranspose", inputs, {
        group: inChannels,
        kernel_shape: size,
        strides,
        pads,
        output_padding,
      });
      return graph.op("Transpose", [spread], { perm: [0, 2, 3, 1] });
    });
  }),
  DepthwiseConv2dNativeBackpropFilter: kernel<{ x: TensorInfo; dy: TensorInfo }, Attributes & { filterShape: Shape4 }>(
    ({ x, dy }, { filterShape, ...attributes }, backend) => {
      const geometry = geometryOf([x, dy], [x.shape, filterShape], attributes);
      if (!geometry) return undefined;
      const key = `DepthwiseConv2dNativeBackpropFilter ${keyOfGeometry(geometry)}`;
      return record(backend, key, [x, dy], { shape: filterShape, dtype: x.dtype }, (graph, names) =>
        filterGradient(graph, names, geometry),
      );
    },
  ),
};

function convolve(graph: GraphBuilder, [x, filter]: readonly Name[], geometry: Geometry): Name {
  const { kernel: size, strides, dilations, pads, inChannels } = geometry;
  const inputs = [graph.op("Transpose", [x!], { perm: [0, 3, 1, 2] }), byChannel(graph, filter!, geometry)];
  const y = graph.op("Conv", inputs, { group: inChannels, kernel_shape: size, strides, dilations, pads });
  return graph.op("Transpose", [y], { perm: [0, 2, 3, 1] });
}

/** [y, x, channel, multiple] as [channel · multiple, 1, y, x]. */
function byChannel(graph: GraphBuilder, filter: Name, { kernel: size, outChannels }: Geometry): Name {
  return graph.reshape(graph.op("Transpose", [filter], { perm: [2, 3, 0, 1] }), [outChannels, 1, ...size]);
}

/** For each tap, the sum over all windows of what it sees times `dy`. */
function filterGradient(graph: GraphBuilder, [x, dy]: readonly Name[], geometry: Geometry): Name {
  const { batch, outHeight, outWidth, inChannels, outChannels, kernel: size, strides, dilations } = geometry;
  const multiples = outChannels / inChannels;
  const padded = pad(graph, x!, geometry);
  const gradients = graph.reshape(dy!, [batch, outHeight, outWidth, inChannels, multiples]);
  const taps: Name[] = [];
  for (let row = 0; row < size[0]; row++) {
    for (let column = 0; column < size[1]; column++) {
      const [y, x] = [row * dilations[0], column * dilations[1]];
      const ends = [y + (outHeight - 1) * strides[0] + 1, x + (outWidth - 1) * strides[1] + 1];
      const seen = graph.op("Slice", [
        padded,
        graph.int64([y, x]),
        graph.int64(ends),
        graph.int64([1, 2]),
        graph.int64(strides),
      ]);
      const products = graph.op("Mul", [graph.reshape(seen, [batch, outHeight, outWidth, inChannels, 1]), gradients]);
      taps.push(graph.op("ReduceSum", [products, graph.int64([0, 1, 2])], { keepdims: 0 }));
    }
  }
  const all = taps.length === 1 ? taps[0]! : graph.op("Concat", taps, { axis: 0 });
  return graph.reshape(all, [...size, inChannels, multiples]);
}

function geometryOf(
  inputs: readonly TensorInfo[],
  [inputShape, filterShape]: readonly [readonly number[], readonly number[]],
  { strides, pad: padding, dilations, dimRoundingMode }: Attributes,
): Geometry | undefined {
  const info = backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    strides,
    // tfjs-layers passes null
    dilations ?? 1,
    padding,
    dimRoundingMode,
    true,
  );
  const { top, left, bottom, right } = info.padInfo;
  const geometry: Geometry = {
    batch: info.batchSize,
    height: info.inHeight,
    width: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pads: [top, left, bottom, right],
    isChannelsLast: true,
  };
  const isFloored = ([0, 1] as const).every(
    (axis) => rest(geometry, axis) >= 0 && rest(geometry, axis) < geometry.strides[axis],
  );
  return isFloored && inputs.every(({ dtype }) => dtype === "float32") ? geometry : undefined;
}

function outShape({ batch, outHeight, outWidth, outChannels }: Geometry): Shape4 {
  return [batch, outHeight, outWidth, outChannels];
}
