/**
 * Parts of pictures in another size, and pictures mirrored.
 *
 * Axes: batch, y, x, channel.
 */
import type { CropAndResizeAttrs, CropAndResizeInputs, FlipLeftRightInputs, TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { cast, keyOf } from "./compose.ts";
import { rearrangements } from "./rearrange.ts";

export const images: KernelTable = {
  FlipLeftRight: kernel<FlipLeftRightInputs>(({ image }, _, backend) =>
    image.shape.length === 4 ? rearrangements.Reverse!({ x: image }, { dims: [2] }, backend) : undefined,
  ),
  CropAndResize: kernel<CropAndResizeInputs, CropAndResizeAttrs>((inputs, attributes, backend) => {
    const { image, boxes, boxInd } = inputs;
    const isNumber = image.dtype === "float32" || image.dtype === "int32";
    if (!isNumber || boxes.dtype !== "float32" || boxInd.dtype !== "int32") return undefined;
    const { cropSize, method, extrapolationValue } = attributes;
    const shape = [boxes.shape[0]!, ...cropSize, image.shape[3]!];
    const key = `CropAndResize ${cropSize} ${method} ${keyOf(extrapolationValue)}`;
    return record(backend, key, [image, boxes, boxInd], { shape, dtype: "float32" }, (graph, [x, boxes, at]) => {
      const numbers = image.dtype === "float32" ? x! : cast(graph, x!, "float32");
      return crop(graph, { x: numbers, boxes: boxes!, at: at!, image, attributes });
    });
  }),
};

interface Crop {
  x: Name;
  /** [box, 4]: from y and x, to y and x, as shares of height and width. */
  boxes: Name;
  /** [box]: which picture. */
  at: Name;
  image: TensorInfo;
  attributes: CropAndResizeAttrs;
}

/**
 * Outside of the picture `extrapolationValue`; 0 for a picture that there is none of, NaN for one below 0.
 *
 * Measured: these three are more pixels that are gathered, because to choose for a pixel of three channels at the end
 * takes as long as all the rest.
 */
function crop(graph: GraphBuilder, { x, boxes, at, image, attributes }: Crop): Name {
  const { cropSize, extrapolationValue: outside } = attributes;
  const [batch, height, width, channels] = image.shape as [number, number, number, number];
  const perBox = (values: Name): Name => graph.op("Unsqueeze", [values, graph.int64([1, 2])]);
  const [rows, columns] = ([height, width] as const).map((size, axis) =>
    placesOf(graph, boxes, { size, count: cropSize[axis]!, axis: axis as 0 | 1 }),
  ) as [Places, Places];
  const count = batch * height * width;
  const more = graph.tensor({ type: "float32", shape: [3, 1], data: Float32Array.of(outside, 0, NaN) });
  const rest = graph.op("Expand", [more, graph.int64([3, channels])]);
  const pixels = graph.op("Concat", [graph.reshape(x, [count, channels]), rest], { axis: 0 });
  const isOutside = graph.op("Or", [rows.isOutside, columns.isOutside]);
  const isMissing = perBox(graph.op("GreaterOrEqual", [at, graph.scalar(batch, "int32")]));
  const isBelow = perBox(graph.op("Less", [at, graph.scalar(0, "int32")]));
  const isNone = [isMissing, rows.isNaN, columns.isNaN, isBelow].reduce((a, b) => graph.op("Or", [a, b]), isOutside);
  const choose = (is: Name, yes: Name, no: Name): Name => graph.op("Where", [is, yes, no]);
  const instead = choose(
    isMissing,
    graph.int64([count + 1]),
    choose(isOutside, graph.int64([count]), graph.int64([count + 2])),
  );
  const start = graph.op("Mul", [perBox(cast(graph, at, "int64")), graph.int64([height])]);
  const pixel = (y: Name, x: Name): Name => {
    const row = graph.op("Mul", [graph.op("Add", [start, y]), graph.int64([width])]);
    return graph.op("Gather", [pixels, choose(isNone, instead, graph.op("Add", [row, x]))], { axis: 0 });
  };
  if (attributes.method === "nearest") return pixel(rows.nearest(), columns.nearest());
  const value = mixed(graph, pixel, { rows, columns, channels });
  // an infinite number cannot be mixed with itself
  return Math.abs(outside) === Infinity
    ? choose(
        channel(graph, isOutside),
        choose(channel(graph, isMissing), graph.scalar(0), graph.scalar(outside)),
        value,
      )
    : value;
}

/** With an axis for channels. */
function channel(graph: GraphBuilder, x: Name): Name {
  return graph.op("Unsqueeze", [x, graph.int64([3])]);
}

type Pixel = (y: Name, x: Name) => Name;

/** Between the four pixels around each place, along a row first. */
function mixed(
  graph: GraphBuilder,
  pixel: Pixel,
  { rows, columns, channels }: { rows: Places; columns: Places; channels: number },
): Name {
  const mix = (before: Name, after: Name, share: Name): Name =>
    graph.op("Add", [before, graph.op("Mul", [graph.op("Sub", [after, before]), share])]);
  const after = columns.after();
  // measured: spread over the channels first, a row at a time is mixed instead of a pixel
  const share = graph.op("Expand", [channel(graph, columns.share), graph.int64([1, 1, 1, channels])]);
  const [top, bottom] = ([rows.before, rows.after()] as const).map((y) =>
    mix(pixel(y, columns.before), pixel(y, after), share),
  ) as [Name, Name];
  return mix(top, bottom, channel(graph, rows.share));
}

/** Places along one axis, each [box, y, 1] or [box, 1, x]; 0 where there is no pixel. */
interface Places {
  before: Name;
  after(): Name;
  nearest(): Name;
  /** How far it is from the one before to the one after, in 0 … 1. */
  share: Name;
  isOutside: Name;
  isNaN: Name;
}

/** In float64, operation by operation as the cpu backend, so that both are on the same side of each edge. */
function placesOf(
  graph: GraphBuilder,
  boxes: Name,
  { size, count, axis }: { size: number; count: number; axis: 0 | 1 },
): Places {
  const number = (value: number): Name => cast(graph, graph.scalar(value), "double");
  const corner = (column: number): Name =>
    cast(graph, graph.op("Gather", [boxes, graph.int64([column])], { axis: 1 }), "double");
  const [from, to] = [corner(axis), corner(axis + 2)];
  const times = (x: Name, by: Name): Name => graph.op("Mul", [x, by]);
  const at =
    count > 1
      ? graph.op("Add", [
          times(from, number(size - 1)),
          times(
            cast(graph, graph.int64([...Array(count).keys()]), "double"),
            graph.op("Div", [times(graph.op("Sub", [to, from]), number(size - 1)), number(count - 1)]),
          ),
        ])
      : times(times(number(0.5), graph.op("Add", [from, to])), number(size - 1));
  const place = graph.op("Unsqueeze", [at, graph.int64([axis === 0 ? 2 : 1])]);
  const isOutside = graph.op("Or", [
    graph.op("Less", [place, number(0)]),
    graph.op("Greater", [place, number(size - 1)]),
  ]);
  const isNaN = graph.op("IsNaN", [place]);
  const safe = graph.op("Where", [graph.op("Or", [isOutside, isNaN]), number(0), place]);
  const floor = graph.op("Floor", [safe]);
  const share = graph.op("Sub", [safe, floor]);
  const before = cast(graph, floor, "int64");
  return {
    before,
    // made when asked for, because of constants that nobody uses ONNX Runtime complains
    after: () => cast(graph, graph.op("Ceil", [safe]), "int64"),
    nearest: () => graph.op("Add", [before, cast(graph, graph.op("GreaterOrEqual", [share, number(0.5)]), "int64")]),
    share: cast(graph, share, "float32"),
    isOutside,
    isNaN,
  };
}
