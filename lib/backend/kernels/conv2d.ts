/** 2-D convolutions and their gradients. */
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
import { geometryOf, keyOfGeometry, workOf } from "./conv2d-geometry.ts";
import type { ConvAttributes, Geometry } from "./conv2d-geometry.ts";
import { plainConv, plainFilterGradient, plainInputGradient } from "./conv2d-plain.ts";

type Shape4 = [number, number, number, number];
type FusedAttributes = ConvAttributes & Pick<FusedConv2DAttrs, "activation" | "leakyreluAlpha">;
interface FusedInputs {
  x: TensorInfo;
  filter: TensorInfo;
  bias?: TensorInfo | null;
  preluActivationWeights?: TensorInfo | null;
}

export const conv2d: KernelTable = {
  Conv2D: kernel<Conv2DInputs, ConvAttributes>(({ x, filter }, attributes, backend) => {
    const geometry = float32Geometry([x, filter], [x.shape, filter.shape], attributes);
    if (!geometry) return undefined;
    return record(
      backend,
      `Conv2D ${keyOfGeometry(geometry)}`,
      [x, filter],
      { shape: outShape(geometry), dtype: "float32" },
      (graph, names) => convolution(graph, names, geometry),
      { work: workOf(geometry), takesBias: geometry.isChannelsLast },
    );
  }),
  Conv2DBackpropInput: kernel<Conv2DBackpropInputInputs, ConvAttributes & { inputShape: Shape4 }>(
    ({ dy, filter }, { inputShape, ...attributes }, backend) => {
      const geometry = float32Geometry([dy, filter], [inputShape, filter.shape], attributes);
      // a transposed convolution may be asked for sizes that no convolution has
      if (!geometry || !sameShape(dy.shape, outShape(geometry))) return undefined;
      return record(
        backend,
        `Conv2DBackpropInput ${keyOfGeometry(geometry)}`,
        [dy, filter],
        { shape: inputShape, dtype: "float32" },
        (graph, names) => inputGradient(graph, names, geometry),
        { work: workOf(geometry) },
      );
    },
  ),
  Conv2DBackpropFilter: kernel<Conv2DBackpropFilterInputs, ConvAttributes & { filterShape: Shape4 }>(
    ({ x, dy }, { filterShape, ...attributes }, backend) => {
      const geometry = float32Geometry([x, dy], [x.shape, filterShape], attributes);
      if (!geometry || !sameShape(dy.shape, outShape(geometry))) return undefined;
      return record(
        backend,
        `Conv2DBackpropFilter ${keyOfGeometry(geometry)}`,
        [x, dy],
        { shape: filterShape, dtype: "float32" },
        (graph, names) => filterGradient(graph, names, geometry),
        { work: workOf(geometry) },
      );
    },
  ),
  FusedConv2D: kernel<FusedInputs, FusedAttributes>((inputs, attributes, backend) => {
    const { x, filter, bias, preluActivationWeights: alpha } = inputs as FusedInputs;
    const { activation, leakyreluAlpha } = attributes;
    const given = [x, filter, bias, alpha].filter((each) => each !== undefined && each !== null);
    const geometry = float32Geometry(given, [x.shape, filter.shape], attributes);
    if (!geometry?.isChannelsLast || !isActivation(activation)) return undefined;
    const { outChannels } = geometry;
    // of other shapes the bias or the slopes differ from place to place
    if (bias && !(bias.shape.length === 1 && bias.shape[0] === outChannels)) return undefined;
    if (alpha && !(alpha.shape.length === 1 && [1, outChannels].includes(alpha.shape[0]!))) return undefined;
    const key = `FusedConv2D ${keyOfGeometry(geometry)} ${activation} ${leakyreluAlpha} ${Boolean(bias)}`;
    return record(
      backend,
      key,
      given,
      { shape: outShape(geometry), dtype: "float32" },
      (graph, [input, weights, ...rest]) => {
        const sum = convolution(graph, bias ? [input!, weights!, rest[0]!] : [input!, weights!], geometry);
        return activate(graph, sum, { activation, leakyreluAlpha, alpha: alpha ? rest.at(-1) : undefined });
      },
      { work: workOf(geometry) },
    );
  }),
};

type Form = (graph: GraphBuilder, names: readonly Name[], geometry: Geometry) => Name;

const convolution: Form = (graph, names, geometry) => {
  const b = blockSize();
  return canBlockConv(geometry, b) ? blockedConv(graph, names, geometry, b) : plainConv(graph, names, geometry);
};

const inputGradient: Form = (graph, names, geometry) => {
  const b = blockSize();
  return canBlockInputGradient(geometry, b)
    ? blockedInputGradient(graph, names, geometry, b)
    : plainInputGradient(graph, names, geometry);
};

const filterGradient: Form = (graph, names, geometry) => {
  const b = blockSize();
  if (canBlockFilterGradient(geometry, b)) return blockedFilterGradient(graph, names, geometry, b);
  return canBlockSwappedFilterGradient(geometry, b)
    ? blockedSwappedFilterGradient(graph, names, geometry, b)
    : plainFilterGradient(graph, names, geometry);
};

function float32Geometry(
  inputs: readonly TensorInfo[],
  [inputShape, filterShape]: readonly [readonly number[], readonly number[]],
  attributes: ConvAttributes,
): Geometry | undefined {
  const geometry = geometryOf(inputShape, filterShape, attributes);
  return inputs.every(({ dtype }) => dtype === "float32") ? geometry : undefined;
}

function outShape({ batch, outHeight, outWidth, outChannels, isChannelsLast }: Geometry): Shape4 {
  return isChannelsLast ? [batch, outHeight, outWidth, outChannels] : [batch, outChannels, outHeight, outWidth];
}
