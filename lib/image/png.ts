/** Pictures to and from PNG, through sharp (libvips), which is loaded when first needed: most cells draw nothing. */
import { check, InputError } from "../core/index.ts";
import { checkImage, maxPixels } from "./image.ts";
import type { Channels, Image } from "./image.ts";

/** The picture as the bytes of a PNG file. Nothing is lost. */
export async function encodePng(image: Image): Promise<Uint8Array> {
  const { width, height, channels, pixels } = checkImage(image, "encodePng image");
  const { default: sharp } = await import("sharp");
  const raw = { width, height, channels };
  const encoder = sharp(pixels, { raw }).png({ palette: false });
  return new Uint8Array(await (channels === 1 ? encoder.toColourspace("b-w") : encoder).toBuffer());
}

/**
 * The picture in the bytes of a PNG, JPEG, WebP or other file that sharp reads, turned upright.
 * Grey stays 1 channel; anything else becomes sRGB, with 4 channels if the file has opacity.
 * 16-bit values are scaled to 0 … 255. Throws an `InputError` if the bytes are broken or the picture is too large.
 */
export async function decodeImage(bytes: Uint8Array): Promise<Image> {
  check(bytes instanceof Uint8Array && bytes.length > 0, "decodeImage bytes", "the bytes of a picture", bytes);
  check(
    !isMarkup(bytes),
    "decodeImage bytes",
    "a picture made of pixels (a drawing such as SVG may refer to files)",
    bytes,
  );
  const { default: sharp } = await import("sharp");
  try {
    const input = sharp(bytes, { limitInputPixels: maxPixels, failOn: "warning" });
    const { space, hasAlpha } = await input.metadata();
    const grey = !hasAlpha && (space === "b-w" || space === "grey16");
    const upright = input.autoOrient().toColourspace(grey ? "b-w" : "srgb");
    const { data, info } = await upright.raw({ depth: "uchar" }).toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    return checkImage({ width, height, channels: channels as Channels, pixels: new Uint8Array(data) }, "decodeImage");
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new InputError(`decodeImage bytes: expected a whole picture of at most ${maxPixels} pixels, got ${reason}`, {
      cause: error,
    });
  }
}

/** Whether it is text with tags, SVG say, or that compressed: read as a picture it could make the reader open other files. */
function isMarkup(bytes: Uint8Array): boolean {
  const head = new TextDecoder("utf-8").decode(bytes.subarray(0, 256)).trimStart();
  const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
  return isGzip || head.startsWith("<");
}
