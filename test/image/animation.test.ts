import { expect, test } from "vitest";
import { createImage, decodeAnimation, encodeAnimation } from "../../lib/image/index.ts";
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
