/** Films as files that play by themselves in a notebook and in the saved page: animated WebP or GIF, through sharp. */
import { check, checkInteger, checkNumber, InputError } from "../core/index.ts";
import { checkImage, maxPixels } from "./image.ts";
import type { Channels, Image } from "./image.ts";

export interface AnimationOptions {
  /** Frames a second, above 0 and at most 50. */
  framesPerSecond: number;
  /** WebP loses nothing; GIF goes everywhere, and has 256 colours. */
  format?: "webp" | "gif";
  /** How often it plays; 0 is for ever. */
  loop?: number;
}

/** The film as the bytes of a file. Frames have one size; equal frames in a row are one frame that stays longer. */
export async function encodeAnimation(frames: readonly Image[], options: AnimationOptions): Promise<Uint8Array> {
  const { framesPerSecond, format = "webp", loop = 0 } = options;
  check(frames.length > 0, "encodeAnimation frames", "at least one frame", frames);
  checkNumber(framesPerSecond, "encodeAnimation framesPerSecond", { min: 0.1, max: 50 });
  checkInteger(loop, "encodeAnimation loop", { max: 65_535 });
  const { width, height } = checkImage(frames[0]!, "encodeAnimation frames[0]");
  const size = width * height * frames.length;
  check(size <= maxPixels, "encodeAnimation frames", `at most ${maxPixels} pixels in all`, size);
  const strip = new Uint8Array(size * 4);
  frames.forEach((frame, i) => {
    checkImage(frame, `encodeAnimation frames[${i}]`);
    const same = frame.width === width && frame.height === height;
    check(same, `encodeAnimation frames[${i}]`, `${width}×${height}`, `${frame.width}×${frame.height}`);
    strip.set(opaque(frame), i * width * height * 4);
  });
  const { default: sharp } = await import("sharp");
  const raw = { width, height: height * frames.length, channels: 4, pageHeight: height } as const;
  // subtle: one number would set only the first frame
  const delay = frames.map(() => Math.round(1000 / framesPerSecond));
  const film = sharp(strip, { raw });
  const encoder = format === "webp" ? film.webp({ lossless: true, delay, loop }) : film.gif({ delay, loop, dither: 0 });
  return new Uint8Array(await encoder.toBuffer());
}

/** The frames of an animated file, each with red, green, blue and opacity, and how long each is shown. */
export async function decodeAnimation(bytes: Uint8Array): Promise<{ frames: Image[]; delaysMs: number[] }> {
  check(bytes instanceof Uint8Array && bytes.length > 0, "decodeAnimation bytes", "the bytes of a film", bytes);
  const { default: sharp } = await import("sharp");
  try {
    const film = sharp(bytes, { animated: true, limitInputPixels: maxPixels, failOn: "warning" });
    const { pages = 1, delay = [] } = await film.metadata();
    const { data, info } = await film
      .ensureAlpha()
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    const { width, channels } = info;
    const height = info.height / pages;
    const length = width * height * channels;
    const frames = Array.from({ length: pages }, (_, i) => {
      const pixels = new Uint8Array(data.subarray(i * length, (i + 1) * length));
      return checkImage({ width, height, channels: channels as Channels, pixels }, "decodeAnimation");
    });
    return { frames, delaysMs: delay.slice(0, pages) };
  } catch (error) {
    if (error instanceof InputError) throw error;
    const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
    throw new InputError(`decodeAnimation bytes: expected a whole film, got ${reason}`, { cause: error });
  }
}

/** Red, green, blue and opacity of every pixel. */
function opaque({ channels, pixels }: Image): Uint8Array {
  if (channels === 4) return pixels;
  const result = new Uint8Array((pixels.length / channels) * 4).fill(255);
  for (let i = 0; i < pixels.length / channels; i++)
    for (let c = 0; c < 3; c++) result[4 * i + c] = pixels[i * channels + (channels === 1 ? 0 : c)]!;
  return result;
}
