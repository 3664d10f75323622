/** Sums of rows by segment, the gradient of a look-up in a table, which the wasm backend lacks. */
import { util } from "@tensorflow/tfjs";
import type { TensorInfo, UnsortedSegmentSumAttrs, UnsortedSegmentSumInputs } from "@tensorflow/tfjs";
import type { WasmCall } from "./runtime.ts";

/**
 * out[s, …] = Σ of x[i, …] over all i with segmentIds[i] = s. `x` is `[rows, …]` float32, `segmentIds` is `[rows]` int32;
 * a row whose id is none of 0 … numSegments − 1 is left out.
 */
export function segmentSum({
  inputs: { x, segmentIds },
  attrs: { numSegments },
  backend,
}: WasmCall<UnsortedSegmentSumInputs, UnsortedSegmentSumAttrs>): TensorInfo {
  const row = x.shape.slice(1);
  const out = backend.makeOutput([numSegments, ...row], "float32");
  // after makeOutput, which may move the memory
  const [values, ids, sums] = [x, segmentIds, out].map((tensor) => backend.typedArrayFromHeap(tensor));
  const width = util.sizeFromShape(row);
  sums!.fill(0);
  for (let i = 0; i < ids!.length; i++) {
    const segment = ids![i]!;
    if (segment < 0 || segment >= numSegments) continue;
    for (let k = 0; k < width; k++) sums![segment * width + k]! += values![i * width + k]!;
  }
  return out;
}
