/** 2-D convolutions and their gradients. */
import { backend_util } from "@tensorflow/tfjs";
import type {
  Conv2DBackpropFilterInputs,
  Conv2DBackpropInputInputs,
  Conv2DInputs,
  FusedConv2DAttrs,
  TensorInfo,
} from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sameShape } from "../shapes.ts";
import { activate, isActivation } from "./activations.ts";
import { blockSize } from "./block-size.ts";
import {
  blockedConv,
  blockedFilterGradient,
  blockedInputGradient,
  blockedSwappedFilterGradient,
  canBlockConv,
  canBlockFilterGradient,
  canBlockInputGradient,
  canBlockSwappedFilterGradient,
} from "./conv2d-blocked.ts";
import { plainConv, plainFilterGradient, plainInputGradient } from "./conv-plain.ts";
import { given } from "./given.ts";
import type { FusedInputs } from "./given.ts";
import { areFloored, keyOfWindows, outShape, windows2d, workOf } from "./windows.ts";
import type { Windows } from "./windows.ts";

type Shape4 = [number, number, number, number];
type FusedAttributes = ConvAttributes & Pick<FusedConv2DAttrs, "activation" | "leakyreluAlpha">;
type FusedConvInputs = FusedInputs & { x: TensorInfo; filter: TensorInfo };

interface ConvAttributes {
  strides: [number, number] | number;
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dataFormat: "NHWC" | "NCHW";
  dilations?: [number, number] | number;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

export const conv2d: KernelTable = {
  Conv2D: kernel<Conv2DInputs, ConvAttributes>(({ x, filter }, attributes, backend) => {
    const windows = windowsOf([x, filter], [x.shape, filter.shape], attributes);
    if (!windows) return undefined;
    return record(
      backend,
      `Conv2D ${keyOfWindows(windows)}`,
      [x, filter],
      { shape: outShape(windows), dtype: "float32" },
      (graph, names) => convolution(graph, names, windows),
      { work: workOf(windows), takesBias: windows.isChannelsLast },
    );
  }),
  Conv2DBackpropInput: kernel<Conv2DBackpropInputInputs, ConvAttributes & { inputShape: Shape4 }>(
    ({ dy, filter }, { inputShape, ...attributes }, backend) => {
      const windows = windowsOf([dy, filter], [inputShape, filter.shape], attributes);
      // a transposed convolution may be asked for sizes that no convolution has
      if (!windows || !sameShape(dy.shape, outShape(windows))) return undefined;
      return record(
        backend,
        `Conv2DBackpropInput ${keyOfWindows(windows)}`,
        [dy, filter],
        { shape: inputShape, dtype: "float32" },
        (graph, names) => inputGradient(graph, names, windows),
        { work: workOf(windows) },
      );
    },
  ),
  Conv2DBackpropFilter: kernel<Conv2DBackpropFilterInputs, ConvAttributes & { filterShape: Shape4 }>(
    ({ x, dy }, { filterShape, ...attributes }, backend) => {
      const windows = windowsOf([x, dy], [x.shape, filterShape], attributes);
      if (!windows || !sameShape(dy.shape, outShape(windows))) return undefined;
      return record(
        backend,
        `Conv2DBackpropFilter ${keyOfWindows(windows)}`,
        [x, dy],
        { shape: filterShape, dtype: "float32" },
        (graph, names) => filterGradient(graph, names, windows),
        { work: workOf(windows) },
      );
    },
  ),
  FusedConv2D: kernel<FusedConvInputs, FusedAttributes>((inputs, attributes, backend) => {
    const { x, filter, bias, preluActivationWeights: alpha } = inputs as FusedConvInputs;
    const { activation, leakyreluAlpha } = attributes;
    const all = given([x, filter, bias, alpha]);
    const windows = windowsOf(all, [x.shape, filter.shape], attributes);
    if (!windows?.isChannelsLast || !isActivation(activation)) return undefined;
    const { outChannels } = windows;
    // of other shapes the bias or the slopes differ from place to place
    if (bias && !(bias.shape.length === 1 && bias.shape[0] === outChannels)) return undefined;
    if (alpha && !(alpha.shape.length === 1 && [1, outChannels].includes(alpha.shape[0]!))) return undefined;
    const key = `FusedConv2D ${keyOfWindows(windows)} ${activation} ${leakyreluAlpha} ${Boolean(bias)}`;
    return record(
      backend,
      key,
      all,
      { shape: outShape(windows), dtype: "float32" },
      (graph, [input, weights, ...rest]) => {
        const sum = convolution(graph, bias ? [input!, weights!, rest[0]!] : [input!, weights!], windows);
        return activate(graph, sum, { activation, leakyreluAlpha, alpha: alpha ? rest.at(-1) : undefined });
      },
      { work: workOf(windows) },
    );
  }),
};

type Form = (graph: GraphBuilder, names: readonly Name[], windows: Windows) => Name;

const convolution: Form = (graph, names, windows) => {
  const b = blockSize();
  return canBlockConv(windows, b) ? blockedConv(graph, names, windows, b) : plainConv(graph, names, windows);
};

const inputGradient: Form = (graph, names, windows) => {
  const b = blockSize();
  return canBlockInputGradient(windows, b)
    ? blockedInputGradient(graph, names, windows, b)
    : plainInputGradient(graph, names, windows);
};

const filterGradient: Form = (graph, names, windows) => {
  const b = blockSize();
  if (canBlockFilterGradient(windows, b)) return blockedFilterGradient(graph, names, windows, b);
  return canBlockSwappedFilterGradient(windows, b)
    ? blockedSwappedFilterGradient(graph, names, windows, b)
    : plainFilterGradient(graph, names, windows);
};

/** Undefined where there are no such windows in ONNX. Throws what tfjs throws. */
function windowsOf(
  inputs: readonly TensorInfo[],
  [inputShape, filterShape]: readonly [readonly number[], readonly number[]],
  { strides, pad, dataFormat, dilations, dimRoundingMode }: ConvAttributes,
): Windows | undefined {
  const info = backend_util.computeConv2DInfo(
    inputShape as Shape4,
    filterShape as Shape4,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    false,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
  const windows = windows2d(info);
  const isOrdinary = areFloored(windows) && filterShape[2] === windows.inChannels;
  return isOrdinary && inputs.every(({ dtype }) => dtype === "float32") ? windows : undefined;
}
