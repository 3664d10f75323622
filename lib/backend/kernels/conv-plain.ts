/** A convolution and its gradients in ONNX's own operators. A filter is [… kernel, in, out]. */
import type { GraphBuilder, Name } from "../onnx/graph-builder.ts";
import { sizeOf } from "../shapes.ts";
import { channelsLast, concat, convolve, seenByTaps, spread } from "./windows-graph.ts";
import type { Windows } from "./windows.ts";

export function plainConv(graph: GraphBuilder, [x, filter, ...bias]: readonly Name[], windows: Windows): Name {
  return convolve(graph, [x!, outFirst(graph, filter!, windows), ...bias], windows);
}

export function plainInputGradient(graph: GraphBuilder, [dy, filter]: readonly Name[], windows: Windows): Name {
  return spread(graph, [dy!, outFirst(graph, filter!, windows)], windows);
}

/** The gradient to the filter: a product of what each tap sees [positions, in] with `dy` [positions, out]. */
export function plainFilterGradient(graph: GraphBuilder, [x, dy]: readonly Name[], windows: Windows): Name {
  const { batch, out, inChannels, outChannels, kernel } = windows;
  const positions = batch * sizeOf(out);
  const seen = seenByTaps(graph, channelsLast(graph, x!, windows), windows);
  const columns = concat(
    graph,
    seen.map((each) => graph.reshape(each, [positions, inChannels])),
    1,
  );
  const rows = graph.reshape(channelsLast(graph, dy!, windows), [positions, outChannels]);
  return graph.reshape(graph.op("Gemm", [columns, rows], { transA: 1 }), [...kernel, inChannels, outChannels]);
}

function outFirst(graph: GraphBuilder, filter: Name, { kernel }: Windows): Name {
  const rank = kernel.length;
  return graph.op("Transpose", [filter], { perm: [rank + 1, rank, ...kernel.keys()] });
}
