/**
 * Pictures as rows of patches, and back, in tensors: what `patchify` of lib/image does to bytes.
 *
 * Reference: Dosovitskiy et al. 2021, "An Image is Worth 16×16 Words", section 3.1.
 */
import type { Tensor } from "@tensorflow/tfjs";
import { check } from "../../core/index.ts";

/** x `[batch, height, width, channel]` → `[batch, patch, patch · patch · channel]`, row by row. */
export function patchRows(x: Tensor, { patch }: { patch: number }): Tensor {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const fits = x.rank === 4 && height % patch === 0 && width % patch === 0;
  check(fits, "patchRows x", `[batch, height, width, channel], multiples of ${patch}`, `[${x.shape.join(", ")}]`);
  const [down, across] = [height / patch, width / patch];
  return x
    .reshape([batch * down, patch, across, patch * channels])
    .transpose([0, 2, 1, 3])
    .reshape([batch, down * across, patch * patch * channels]);
}

/** The inverse, for square pictures: `[batch, patch, patch · patch · channel]` → `[batch, side, side, channel]`. */
export function unpatchRows(
  rows: Tensor,
  { patch, side, channels }: { patch: number; side: number; channels: number },
): Tensor {
  const batch = rows.shape[0]!;
  const across = side / patch;
  return rows
    .reshape([batch * across, across, patch, patch * channels])
    .transpose([0, 2, 1, 3])
    .reshape([batch, side, side, channels]);
}
