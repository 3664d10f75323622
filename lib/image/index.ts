/** Pictures: pixels from 0 to 255, and the patches that models read. */
export { createImage, maxPixels } from "./image.ts";
export type { Channels, Image } from "./image.ts";
export { patchify, unpatchify } from "./patchify.ts";
export type { PatchLayout } from "./patchify.ts";
export { decodeImage, encodePng } from "./png.ts";
export { crop, grid, resizeNearest, toGray } from "./transform.ts";
