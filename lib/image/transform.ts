/** Cut, enlarge, lay side by side, take the colour out. Each returns a new picture. */
import { checkInteger } from "../core/index.ts";
import { checkImage, checkSameSize, createImage } from "./image.ts";
import type { Image } from "./image.ts";

/** A rectangle of the picture, in pixels from its top left corner. */
export function crop(
  image: Image,
  { left, top, width, height }: { left: number; top: number; width: number; height: number },
): Image {
  checkImage(image, "crop image");
  checkInteger(left, "crop left", { max: image.width - 1 });
  checkInteger(top, "crop top", { max: image.height - 1 });
  checkInteger(width, "crop width", { min: 1, max: image.width - left });
  checkInteger(height, "crop height", { min: 1, max: image.height - top });
  const result = createImage({ width, height, channels: image.channels });
  for (let y = 0; y < height; y++) {
    const start = ((top + y) * image.width + left) * image.channels;
    result.pixels.set(image.pixels.subarray(start, start + width * image.channels), y * width * image.channels);
  }
  return result;
}

/** The picture in another size: every pixel takes the value of the nearest old one, so that edges stay sharp. */
export function resizeNearest(image: Image, { width, height }: { width: number; height: number }): Image {
  const { channels, pixels, ...old } = checkImage(image, "resizeNearest image");
  const result = createImage({ width, height, channels });
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      // the centre of the new pixel, in old pixels
      const fromY = Math.floor(((y + 0.5) * old.height) / height);
      const fromX = Math.floor(((x + 0.5) * old.width) / width);
      for (let c = 0; c < channels; c++)
        result.pixels[(y * width + x) * channels + c] = pixels[(fromY * old.width + fromX) * channels + c]!;
    }
  return result;
}

/** Pictures of one size in rows of `columns`, `gap` pixels of `background` (0 … 255) between and around them. */
export function grid(
  images: readonly Image[],
  { columns, gap = 1, background = 128 }: { columns: number; gap?: number; background?: number },
): Image {
  checkInteger(columns, "grid columns", { min: 1 });
  checkInteger(gap, "grid gap");
  const { width, height, channels } = checkSameSize(images, "grid images");
  const across = Math.min(columns, images.length);
  const result = createImage({
    width: across * (width + gap) + gap,
    height: Math.ceil(images.length / columns) * (height + gap) + gap,
    channels,
    fill: channels === 4 ? [background, background, background, 255] : background,
  });
  for (const [i, image] of images.entries()) {
    const left = gap + (i % columns) * (width + gap);
    const top = gap + Math.floor(i / columns) * (height + gap);
    for (let y = 0; y < height; y++)
      result.pixels.set(
        image.pixels.subarray(y * width * channels, (y + 1) * width * channels),
        ((top + y) * result.width + left) * channels,
      );
  }
  return result;
}

/** The brightness of each pixel, 1 channel: .299 red + .587 green + .114 blue (ITU-R BT.601). Opacity is ignored. */
export function toGray(image: Image): Image {
  const { width, height, channels, pixels } = checkImage(image, "toGray image");
  const result = createImage({ width, height, channels: 1 });
  for (let i = 0; i < width * height; i++) {
    const [r, g, b] = pixels.subarray(i * channels, i * channels + 3);
    result.pixels[i] = channels === 1 ? r! : Math.round(0.299 * r! + 0.587 * g! + 0.114 * b!);
  }
  return result;
}
