import fc from "fast-check";
import { expect, test } from "vitest";
import { createImage, patchify, tubelets, untubelets } from "../../lib/image/index.ts";
import type { Channels } from "../../lib/image/index.ts";

const film = ({
  frames,
  width,
  height,
  channels,
}: {
  frames: number;
  width: number;
  height: number;
  channels: Channels;
}) =>
  Array.from({ length: frames }, (_, f) => ({
    width,
    height,
    channels,
    pixels: Uint8Array.from({ length: width * height * channels }, (__, i) => (f * 31 + i * 7) % 256),
  }));

test("by hand: two frames of 2×1 in blocks of one pixel and two frames", () => {
  const frames = [
    { width: 2, height: 1, channels: 1 as const, pixels: Uint8Array.of(1, 2) },
    { width: 2, height: 1, channels: 1 as const, pixels: Uint8Array.of(3, 4) },
  ];
  expect(tubelets(frames, { patch: 1, depth: 2 }).map((block) => [...block])).toEqual([
    [1, 3],
    [2, 4],
  ]);
  expect(tubelets(frames, { patch: 1, depth: 1 }).map((block) => [...block])).toEqual([[1], [2], [3], [4]]);
});

test("gluing is the exact inverse of cutting, for every size that fits", () => {
  const small = fc.integer({ min: 1, max: 3 });
  fc.assert(
    fc.property(
      small,
      small,
      small,
      small,
      small,
      fc.constantFrom<Channels[]>(1, 3, 4),
      (across, down, times, patch, depth, channels) => {
        const layout = { width: across * patch, height: down * patch, frames: times * depth, channels, patch, depth };
        const frames = film(layout);
        const blocks = tubelets(frames, { patch, depth });
        expect(blocks).toHaveLength(across * down * times);
        expect(untubelets(blocks, layout)).toEqual(frames);
      },
    ),
  );
});

test("blocks of one frame are its patches, frame by frame", () => {
  const frames = film({ frames: 3, width: 4, height: 2, channels: 3 });
  expect(tubelets(frames, { patch: 2, depth: 1 })).toEqual(frames.flatMap((frame) => patchify(frame, { patch: 2 })));
});

test("what does not fit is named", () => {
  const frames = film({ frames: 4, width: 4, height: 4, channels: 1 });
  expect(() => tubelets([], { patch: 1, depth: 1 })).toThrow("tubelets frames");
  expect(() => tubelets(frames, { patch: 2, depth: 3 })).toThrow("tubelets depth: expected a divisor of 4");
  expect(() => tubelets(frames, { patch: 3, depth: 2 })).toThrow("patchify patch");
  expect(() =>
    tubelets([...frames.slice(0, 3), createImage({ width: 2, height: 4, channels: 1 })], { patch: 2, depth: 2 }),
  ).toThrow('tubelets frames[3]: expected 4×4×1, got "2×4×1"');
  const layout = { frames: 4, width: 4, height: 4, channels: 1 as const, patch: 2, depth: 2 };
  expect(() => untubelets([], layout)).toThrow("untubelets blocks: expected 8 blocks");
  expect(() =>
    untubelets(
      Array.from({ length: 8 }, () => new Uint8Array(3)),
      layout,
    ),
  ).toThrow("untubelets blocks[0]: expected 8 numbers");
});
