/**
 * A picture as a row of patches, the way a vision transformer reads it, and back again.
 *
 * Reference: Dosovitskiy et al. 2021, "An Image is Worth 16×16 Words", section 3.1.
 */
import { check, checkInteger } from "../core/index.ts";
import { checkImage, createImage } from "./image.ts";
import type { Channels, Image } from "./image.ts";

/** The size of the picture that patches were cut from. */
export interface PatchLayout {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  /** Side of a patch in pixels. */
  readonly patch: number;
}

/**
 * Cut the picture into squares of `patch` pixels, row by row: [patch, patch · patch · channels].
 * Inside a patch the order is that of the picture: row, column, channel. `patch` must divide width and height.
 */
export function patchify(image: Image, { patch }: { patch: number }): Uint8Array[] {
  const { width, height, channels, pixels } = checkImage(image, "patchify image");
  const across = checkLayout({ width, height, channels, patch }, "patchify");
  const patches = Array.from({ length: (height / patch) * across }, () => new Uint8Array(patch * patch * channels));
  eachRow({ width, height, channels, patch }, (p, inPatch, inImage, length) => {
    patches[p]!.set(pixels.subarray(inImage, inImage + length), inPatch);
  });
  return patches;
}

/** Glue patches back together: the exact inverse of `patchify`. */
export function unpatchify(patches: readonly Uint8Array[], layout: PatchLayout): Image {
  const { width, height, channels, patch } = layout;
  const across = checkLayout(layout, "unpatchify");
  const expected = (height / patch) * across;
  check(patches.length === expected, "unpatchify patches", `${expected} patches`, patches);
  for (const [i, { length }] of patches.entries())
    check(
      length === patch * patch * channels,
      `unpatchify patches[${i}]`,
      `${patch * patch * channels} numbers`,
      length,
    );
  const image = createImage({ width, height, channels });
  eachRow(layout, (p, inPatch, inImage, length) => {
    image.pixels.set(patches[p]!.subarray(inPatch, inPatch + length), inImage);
  });
  return image;
}

/** Call `visit` for each row of each patch: patch number, where the row starts in the patch and in the image, length. */
function eachRow(
  { width, height, channels, patch }: PatchLayout,
  visit: (p: number, inPatch: number, inImage: number, length: number) => void,
): void {
  const across = width / patch;
  const length = patch * channels;
  for (let y = 0; y < height; y++)
    for (let column = 0; column < across; column++)
      visit(
        Math.floor(y / patch) * across + column,
        (y % patch) * length,
        (y * width + column * patch) * channels,
        length,
      );
}

function checkLayout({ width, height, patch }: PatchLayout, name: string): number {
  checkInteger(patch, `${name} patch`, { min: 1 });
  check(width % patch === 0 && height % patch === 0, `${name} patch`, `a divisor of ${width} and ${height}`, patch);
  return width / patch;
}
