/** SVG to PNG with the project's fonts and no others. */
import { Resvg } from "@resvg/resvg-js";
import sharp from "sharp";
import { fontFiles } from "./fonts.ts";

/** Pixels per CSS pixel. */
const density = 2;

/** The PNG of `svg` at twice `width`, with a palette of at most 256 colours: about a third of the bytes. */
export async function renderPng(svg: string, { width }: { width: number }): Promise<Uint8Array> {
  const image = new Resvg(svg, {
    fitTo: { mode: "width", value: width * density },
    font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "Inter" },
  }).render();
  // subtle: no dither, so that equal pixels stay equal and the bytes do not depend on noise
  return sharp(image.pixels, { raw: { width: image.width, height: image.height, channels: 4 } })
    .flatten({ background: "#FFFFFF" })
    .png({ palette: true, colours: 256, dither: 0, compressionLevel: 9, effort: 7 })
    .toBuffer();
}
