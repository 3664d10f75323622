import { expect, test } from "vitest";
import { createImage, decodeAnimation, encodeAnimation, encodePng } from "../../lib/image/index.ts";
import { patch } from "./golden.ts";

/** Four pictures, none like the one before. */
const frames = [0, 80, 160, 240].map((grey) => createImage({ width: 8, height: 6, channels: 1, fill: grey }));

test("WebP gives every pixel of every frame back, and how long each is shown", async () => {
  const colours = [patch, { ...patch, pixels: patch.pixels.map((value) => 255 - value) }, patch];
  const { frames: read, delaysMs } = await decodeAnimation(await encodeAnimation(colours, { framesPerSecond: 8 }));
  expect(delaysMs).toEqual([125, 125, 125]);
  expect(read).toHaveLength(3);
  read.forEach((frame, i) => {
    const rgb = frame.pixels.filter((_, at) => at % 4 < 3);
    expect(rgb).toEqual(colours[i]!.pixels);
  });
});

test("GIF too, of greys, which it has enough of", async () => {
  const file = await encodeAnimation(frames, { framesPerSecond: 10, format: "gif" });
  expect(new TextDecoder("latin1").decode(file.subarray(0, 6))).toBe("GIF89a");
  const { frames: read, delaysMs } = await decodeAnimation(file);
  expect(delaysMs).toEqual([100, 100, 100, 100]);
  expect(read.map(({ pixels }) => pixels[0])).toEqual([0, 80, 160, 240]);
});

test("one frame is a film of one", async () => {
  const { frames: read } = await decodeAnimation(await encodeAnimation(frames.slice(0, 1), { framesPerSecond: 1 }));
  expect(read).toHaveLength(1);
});

test("what is no film is named", async () => {
  await expect(encodeAnimation([], { framesPerSecond: 1 })).rejects.toThrow(
    "encodeAnimation frames: expected at least one frame",
  );
  await expect(encodeAnimation(frames, { framesPerSecond: 0 })).rejects.toThrow("encodeAnimation framesPerSecond");
  const other = createImage({ width: 2, height: 2, channels: 1 });
  await expect(encodeAnimation([...frames, other], { framesPerSecond: 1 })).rejects.toThrow(
    'encodeAnimation frames[4]: expected 8×6, got "2×2"',
  );
  await expect(decodeAnimation(new Uint8Array(0))).rejects.toThrow("decodeAnimation bytes");
  await expect(decodeAnimation(Uint8Array.of(1, 2, 3))).rejects.toThrow("decodeAnimation bytes: expected a whole film");
  const file = await encodeAnimation(frames, { framesPerSecond: 10 });
  await expect(decodeAnimation(file.subarray(0, file.length / 2))).rejects.toThrow(
    "decodeAnimation bytes: expected a whole film",
  );
});

const read = async (film: Parameters<typeof encodeAnimation>[0]) =>
  (await decodeAnimation(await encodeAnimation(film, { framesPerSecond: 4 }))).frames.map(({ pixels }) => [...pixels]);

test("grey becomes three equal colours, opacity stays, and the file says how often it plays", async () => {
  const clear = { width: 2, height: 1, channels: 4 as const, pixels: Uint8Array.of(9, 8, 7, 255, 1, 2, 3, 255) };
  expect(await read([clear])).toEqual([[9, 8, 7, 255, 1, 2, 3, 255]]);
  const grey = { width: 2, height: 1, channels: 1 as const, pixels: Uint8Array.of(7, 200) };
  const colour = { width: 2, height: 1, channels: 3 as const, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  // frames of one film may differ in their channels
  expect(await read([grey, colour])).toEqual([
    [7, 7, 7, 255, 200, 200, 200, 255],
    [1, 2, 3, 255, 4, 5, 6, 255],
  ]);
  const { default: sharp } = await import("sharp");
  const loops = await encodeAnimation([grey, colour], { framesPerSecond: 4, loop: 3 });
  expect((await sharp(loops).metadata()).loop).toBe(3);
  expect((await sharp(await encodeAnimation([grey, colour], { framesPerSecond: 4 })).metadata()).loop).toBe(0);
});

test("a picture that stands still is a film of one frame without a delay", async () => {
  const { frames: read, delaysMs } = await decodeAnimation(await encodePng(patch));
  expect(read).toHaveLength(1);
  expect(read[0]!.channels).toBe(4);
  expect(delaysMs).toEqual([]);
});
