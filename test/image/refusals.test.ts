/** What every function of the library says to input that cannot be: the whole sentence, so that a reader can act on it. */
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  augment,
  bitsPerPixel,
  boxKernel,
  brighten,
  convolve,
  createImage,
  crop,
  cutout,
  decodeAnimation,
  decodeImage,
  draw,
  encodeAnimation,
  encodePng,
  equalise,
  flipHorizontal,
  gaussianKernel,
  grid,
  histogram,
  maxPixels,
  patchify,
  positionGrid,
  psnr,
  resize,
  resizeArea,
  resizeBilinear,
  resizeNearest,
  shift,
  ssim,
  toBytes,
  toGray,
  toSigned,
  toUnit,
  tubelets,
  turn,
  unpatchify,
  untubelets,
} from "../../lib/image/index.ts";
import type { Channels, Image } from "../../lib/image/index.ts";

const image = createImage({ width: 4, height: 2, channels: 1 });
const colour = createImage({ width: 4, height: 2, channels: 3 });
const cut: Image = { ...image, pixels: new Uint8Array(7) };
const flat: Image = { ...image, height: 0, pixels: new Uint8Array(0) };
const floats = toUnit(image);
const die = () => rng(1);
const film = (frames: Image[], options = {}) => encodeAnimation(frames, { framesPerSecond: 5, ...options });
const layout = { width: 4, height: 2, channels: 1 as Channels, patch: 2 };
const of = (width: number, height: number) => createImage({ width, height, channels: 1 });
const kernel = { width: 1, height: 1, weights: [1] };

/** Each function with a picture as its first argument, by the name that its errors start with. */
const takers: [string, (picture: Image) => unknown][] = [
  ["augment", (picture) => augment(picture, { rng: die() })],
  ["brighten image", (picture) => brighten(picture, { factor: 1 })],
  ["crop image", (picture) => crop(picture, { left: 0, top: 0, width: 1, height: 1 })],
  ["cutout image", (picture) => cutout(picture, { rng: die(), side: 1 })],
  ["draw image", (picture) => draw(picture, [])],
  ["encodeAnimation frames[0]", (picture) => film([picture])],
  ["encodeAnimation frames[1]", (picture) => film([image, picture])],
  ["encodePng image", encodePng],
  ["flipHorizontal image", flipHorizontal],
  ["grid images[0]", (picture) => grid([picture], { columns: 1 })],
  ["grid images[1]", (picture) => grid([image, picture], { columns: 1 })],
  ["histogram image", (picture) => histogram(picture)],
  ["patchify image", (picture) => patchify(picture, { patch: 1 })],
  ["psnr image", (picture) => psnr(picture, image)],
  ["psnr reference", (picture) => psnr(image, picture)],
  ["resize image", (picture) => resize(picture, { width: 1, height: 1 })],
  ["resizeNearest image", (picture) => resizeNearest(picture, { width: 1, height: 1 })],
  ["shift image", (picture) => shift(picture, { right: 0, down: 0 })],
  ["ssim image", (picture) => ssim(picture, picture)],
  ["toGray image", toGray],
  ["toSigned image", toSigned],
  ["toUnit image", toUnit],
  ["tubelets frames[0]", (picture) => tubelets([picture], { patch: 1, depth: 1 })],
  ["turn image", (picture) => turn(picture, { quarters: 1 })],
];

/** The message of what is thrown now or later. */
async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing is refused";
}

test.each(takers)("%s: pixels that do not fill it, no rows, no picture", async (name, take) => {
  const start = name === "augment" ? "flip" : name;
  const pixels = await refusal(() => take(cut));
  expect(pixels).toMatch(/pixels: expected \[2, 4, 1\] = 8 numbers, got Uint8Array of length 7$/u);
  if (start !== "flip") expect(pixels.startsWith(`${name} pixels`)).toBe(true);
  expect(await refusal(() => take(flat))).toMatch(/ height: expected an integer from 1 to 16777216, got 0$/u);
  expect(await refusal(() => take(null as never))).toMatch(/expected an image, got null$/u);
  expect(await refusal(() => take("cat.png" as never))).toMatch(/expected an image, got "cat.png"$/u);
});

test.each<[string, () => unknown]>([
  // sizes
  ["createImage height: expected an integer from 1 to 16777216, got 16777217", () => of(1, maxPixels + 1)],
  ['createImage: expected at most 16777216 pixels, got "4097×4096"', () => of(4097, 4096)],
  ["crop left: expected an integer from 0 to 3, got 4", () => crop(image, { left: 4, top: 0, width: 1, height: 1 })],
  ["crop top: expected an integer from 0 to 1, got 2", () => crop(image, { left: 0, top: 2, width: 1, height: 1 })],
  ["crop height: expected an integer from 1 to 1, got 2", () => crop(image, { left: 0, top: 1, width: 1, height: 2 })],
  ["resizeArea width: expected an integer from 1 to 16384, got 0", () => resizeArea(floats, { width: 0, height: 1 })],
  [
    "resizeBilinear height: expected an integer from 1 to 16384, got 20000",
    () => resizeBilinear(floats, { width: 1, height: 20_000 }),
  ],
  [
    'resizeBilinear: expected at most 16,777,216 pixels, got "16384×1025"',
    () => resizeBilinear(floats, { width: 16_384, height: 1025 }),
  ],
  ["resize width: expected an integer from 1 to 16384, got 16385", () => resize(image, { width: 16_385, height: 1 })],
  // numbers
  ["shift fill: expected an integer from 0 to 255, got 0.5", () => shift(image, { right: 1, down: 0, fill: 0.5 })],
  ["shift fill: expected an integer from 0 to 255, got -1", () => shift(image, { right: 1, down: 0, fill: -1 })],
  ["cutout fill: expected an integer from 0 to 255, got 256", () => cutout(image, { rng: die(), side: 1, fill: 256 })],
  ["cutout side: expected an integer of at least 1, got 0", () => cutout(image, { rng: die(), side: 0 })],
  ["augment shiftBy: expected an integer of at least 0, got -1", () => augment(image, { rng: die(), shiftBy: -1 })],
  [
    "augment cutoutSide: expected an integer of at least 0, got 0.5",
    () => augment(image, { rng: die(), cutoutSide: 0.5 }),
  ],
  ["boxKernel side: expected an integer from 1 to 255, got 257", () => boxKernel(257)],
  ["boxKernel side: expected an odd number, got 2", () => boxKernel(2)],
  ["gaussianKernel radius: expected an integer from 0 to 400, got 401", () => gaussianKernel(1, { radius: 401 })],
  [
    "convolve kernel width: expected an odd number, got 2",
    () => convolve(floats, { kernel: { width: 2, height: 1, weights: [1, 1] } }),
  ],
  [
    "convolve kernel height: expected an integer of at least 1, got -1",
    () => convolve(floats, { kernel: { width: 1, height: -1, weights: [1] } }),
  ],
  [
    "convolve kernel weights: expected 3 numbers, got Array of length 2",
    () => convolve(floats, { kernel: { width: 3, height: 1, weights: [1, 1] } }),
  ],
  ["grid gap: expected an integer of at least 0, got -1", () => grid([image], { columns: 1, gap: -1 })],
  ["histogram channel: expected an integer from 0 to 2, got 3", () => histogram(colour, { channel: 3 })],
  [
    "draw colour: expected an integer from 0 to 255, got -1",
    () => draw(image, [{ kind: "circle", centre: { x: 0, y: 0 }, radius: 1, colour: -1 }]),
  ],
  [
    "draw rectangle: expected a finite number of any size, got NaN",
    () => draw(image, [{ kind: "rectangle", left: Number.NaN, top: 0, width: 1, height: 1, colour: 1 }]),
  ],
  ["positionGrid dModel: expected a multiple of 4, got 6", () => positionGrid({ rows: 1, columns: 1, dModel: 6 })],
  [
    "positionLine dModel: expected an integer of at least 2, got 0",
    () => positionGrid({ rows: 1, columns: 1, dModel: 0 }),
  ],
  [
    "positionLine length: expected an integer of at least 0, got -1",
    () => positionGrid({ rows: -1, columns: 1, dModel: 4 }),
  ],
  // pictures that do not go together
  ['grid images[1]: expected 4×2×1, got "4×1×1"', () => grid([image, of(4, 1)], { columns: 1 })],
  ['grid images[1]: expected 4×2×1, got "4×2×3"', () => grid([image, colour], { columns: 1 })],
  ['psnr reference: expected 4×2×1, got "4×2×3"', () => psnr(image, colour)],
  ['ssim image: expected at least 11×11 pixels, got "10×11"', () => ssim(of(10, 11), of(10, 11))],
  ['ssim image: expected at least 11×11 pixels, got "11×10"', () => ssim(of(11, 10), of(11, 10))],
  ["bitsPerPixel image: expected a picture of one channel, got 3", () => bitsPerPixel(colour)],
  ["equalise image: expected a picture of one channel, got 3", () => equalise(colour)],
  ['tubelets frames[1]: expected 4×2×1, got "4×1×1"', () => tubelets([image, of(4, 1)], { patch: 1, depth: 1 })],
  ['tubelets frames[1]: expected 4×2×1, got "4×2×3"', () => tubelets([image, colour], { patch: 1, depth: 1 })],
  // patches and films
  ["patchify patch: expected a divisor of 4 and 2, got 4", () => patchify(image, { patch: 4 })],
  ["patchify patch: expected a divisor of 3 and 2, got 2", () => patchify(of(3, 2), { patch: 2 })],
  ["unpatchify patch: expected an integer of at least 1, got 0", () => unpatchify([], { ...layout, patch: 0 })],
  ["unpatchify patches: expected 2 patches, got Array of length 1", () => unpatchify([new Uint8Array(4)], layout)],
  [
    "unpatchify patches[0]: expected 12 numbers, got 4",
    () => unpatchify([new Uint8Array(4), new Uint8Array(4)], { ...layout, channels: 3 }),
  ],
  ["tubelets frames: expected an integer of at least 1, got 0", () => tubelets([], { patch: 1, depth: 1 })],
  ["tubelets depth: expected an integer of at least 1, got 0", () => tubelets([image], { patch: 1, depth: 0 })],
  ["untubelets depth: expected a divisor of 3, got 2", () => untubelets([], { ...layout, frames: 3, depth: 2 })],
  [
    "untubelets blocks: expected 2 blocks, got Array of length 0",
    () => untubelets([], { ...layout, frames: 2, depth: 2 }),
  ],
  ["encodeAnimation loop: expected an integer from 0 to 65535, got 65536", () => film([image], { loop: 65_536 })],
  [
    "encodeAnimation framesPerSecond: expected a finite number from 0.1 to 50, got 51",
    () => film([image], { framesPerSecond: 51 }),
  ],
  [
    "encodeAnimation frames: expected at most 16777216 pixels in all, got 16781312",
    () => film(Array.from({ length: 4097 }, () => of(64, 64))),
  ],
  ['encodeAnimation frames[1]: expected 4×2, got "4×1"', () => film([image, of(4, 1)])],
  ['encodeAnimation frames[1]: expected 4×2, got "3×2"', () => film([image, of(3, 2)])],
  [
    "decodeAnimation bytes: expected the bytes of a film, got Uint8Array of length 0",
    () => decodeAnimation(new Uint8Array(0)),
  ],
  ['decodeAnimation bytes: expected the bytes of a film, got "cat.webp"', () => decodeAnimation("cat.webp" as never)],
  // numbers with a range
  ["toBytes image: expected an image, got null", () => toBytes(null as never)],
  ["toBytes image: expected an image, got undefined", () => toBytes(undefined as never)],
  ["toBytes image: expected an image, got 7", () => toBytes(7 as never)],
  [
    "toBytes image range: expected unit or signed, got undefined",
    () => toBytes({ ...floats, range: undefined as never }),
  ],
  [
    "toBytes image values: expected a Float32Array, got Array of length 8",
    () => toBytes({ ...floats, values: [0, 0, 0, 0, 0, 0, 0, 0] as never }),
  ],
  [
    "toBytes image values: expected [2, 4, 1] = 8 numbers, got Float32Array of length 9",
    () => toBytes({ ...floats, values: new Float32Array(9) }),
  ],
  [
    "convolve image values[0]: expected a number, got NaN",
    () => convolve({ ...floats, values: new Float32Array(8).fill(Number.NaN) }, { kernel }),
  ],
  [
    "resizeBilinear image values: expected a Float32Array, got null",
    () => resizeBilinear({ ...floats, values: null as never }, { width: 1, height: 1 }),
  ],
])("%s", async (message, work) => {
  expect(await refusal(work)).toBe(message);
});

test("a broken file is refused in one line, with the reader's own words as the cause", async () => {
  for (const decode of [decodeImage, decodeAnimation]) {
    const error = await Promise.resolve(decode(Uint8Array.of(1, 2, 3))).catch((thrown: unknown) => thrown as Error);
    const { message, cause, name } = error as Error;
    expect(name).toBe("InputError");
    expect(message).toContain("got Input buffer contains unsupported image format");
    expect(message).not.toContain("\n");
    expect(cause).toBeInstanceOf(Error);
  }
});

test("the largest there may be is taken", () => {
  expect(of(maxPixels, 1).pixels).toHaveLength(maxPixels);
  expect(boxKernel(255).weights).toHaveLength(255 ** 2);
  expect(shift(image, { right: 1, down: 0, fill: 255 }).pixels[0]).toBe(255);
  expect(ssim(of(11, 11), of(11, 11))).toBe(1);
});
