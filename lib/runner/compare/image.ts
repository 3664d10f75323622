/** Do two images show the same? Compared by pixels, so that another encoder's bytes make no difference. */
import pixelmatch from "pixelmatch";
import sharp from "sharp";
import type { Tolerance } from "../../notebook/index.ts";
import { isNumeric } from "./text.ts";

/** `undefined` if they agree, else one sentence. Both are base64 of a raster image. */
export async function imageDifference(
  committed: string,
  actual: string,
  tolerance?: Tolerance,
): Promise<string | undefined> {
  if (committed === actual) return undefined;
  const before = await pixels(committed);
  const after = await pixels(actual);
  if (before === undefined) return "the committed image cannot be decoded";
  if (after === undefined) return "the new image cannot be decoded";
  const size = `${before.width}×${before.height}`;
  if (before.width !== after.width || before.height !== after.height)
    return `expected an image of ${size} pixels, got ${after.width}×${after.height}`;
  const allowed = tolerance?.pixels ?? (isNumeric(tolerance) ? 0.05 : 0);
  // subtle: where nothing may differ, neither a faint colour nor a smoothed edge is forgiven
  const strict = allowed === 0 ? { threshold: 0, includeAA: true } : {};
  const different = pixelmatch(before.rgba, after.rgba, undefined, before.width, before.height, strict);
  const share = different / (before.width * before.height);
  if (share <= allowed) return undefined;
  return `${different} of ${before.width * before.height} pixels differ (${percent(share)}; ${percent(allowed)} may)`;
}

async function pixels(base64: string): Promise<{ rgba: Buffer; width: number; height: number } | undefined> {
  try {
    const image = sharp(Buffer.from(base64, "base64")).ensureAlpha().toColourspace("srgb");
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    return { rgba: data, width: info.width, height: info.height };
  } catch {
    return undefined;
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share > 0 && share < 0.001 ? 4 : 1)} %`;
}
