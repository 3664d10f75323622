import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  allPosters,
  countSentences,
  describePosters,
  drawPoster,
  isGrammatical,
  nearestPoster,
  posterCaption,
  posterColours,
  posterFits,
  posterGrammar,
  posterKinds,
  posterSide,
  posterTextures,
  readPosterCaption,
} from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

worldContract({
  draw: (die) => {
    const poster = die.pick(allPosters);
    return { caption: posterCaption(poster), pixels: [...drawPoster(poster).pixels] };
  },
  accepts: ({ caption, pixels }) =>
    isGrammatical(posterGrammar, caption) &&
    posterFits(caption, { width: posterSide, height: posterSide, channels: 3, pixels: Uint8Array.from(pixels) }),
  spoil({ caption, pixels }, die) {
    const other = die.pick(allPosters.filter((poster) => posterCaption(poster).join() !== caption.join()));
    const at = die.int(pixels.length);
    return [
      { caption: posterCaption(other), pixels },
      { caption, pixels: [...drawPoster(other).pixels] },
      { caption, pixels: pixels.with(at, 255 - pixels[at]!) },
      { caption: caption.toReversed(), pixels },
      { caption: [], pixels },
    ];
  },
  describe: describePosters,
});

test("there are 4 · 4 · 4 · 4 posters, no two alike, and as many captions", () => {
  expect(allPosters).toHaveLength(posterKinds.length * posterTextures.length * Object.keys(posterColours).length * 4);
  expect(new Set(allPosters.map((poster) => drawPoster(poster).pixels.join())).size).toBe(256);
  expect(countSentences(posterGrammar)).toBe(256n);
  for (const poster of allPosters) expect(readPosterCaption(posterCaption(poster))).toBe(poster);
});

const shown = (kind: (typeof posterKinds)[number], texture: (typeof posterTextures)[number]) => {
  const { pixels } = drawPoster({ kind, texture, colour: "blue", corner: "top left" });
  return Array.from({ length: 8 }, (_, y) =>
    Array.from({ length: 8 }, (__, x) => (pixels[3 * (y * posterSide + x)] === 255 ? "." : "#")).join(""),
  );
};

test("what the shapes look like", () => {
  expect(shown("circle", "solid")).toEqual([
    "........",
    "..####..",
    ".######.",
    ".######.",
    ".######.",
    ".######.",
    "..####..",
    "........",
  ]);
  expect(shown("square", "hollow")).toEqual([
    "........",
    ".######.",
    ".#....#.",
    ".#....#.",
    ".#....#.",
    ".#....#.",
    ".######.",
    "........",
  ]);
  expect(shown("triangle", "solid")).toEqual([
    "........",
    "...##...",
    "...##...",
    "..####..",
    "..####..",
    ".######.",
    ".######.",
    "........",
  ]);
  expect(shown("cross", "striped")).toEqual([
    "........",
    "........",
    "...##...",
    "........",
    ".######.",
    "........",
    "...##...",
    "........",
  ]);
});

test("ink is only in its corner, and has its colour", () => {
  for (const poster of allPosters) {
    const { pixels } = drawPoster(poster);
    for (let at = 0; at < pixels.length; at += 3) {
      const [x, y] = [(at / 3) % posterSide, Math.floor(at / 3 / posterSide)];
      const isPaper = pixels[at] === 255 && pixels[at + 1] === 255 && pixels[at + 2] === 255;
      const isCorner = poster.corner.endsWith("left") === x < 8 && poster.corner.startsWith("top") === y < 8;
      if (!isPaper) {
        expect(isCorner).toBe(true);
        expect(Array.from(pixels.subarray(at, at + 3))).toEqual([...posterColours[poster.colour]]);
      }
    }
  }
});

test("a picture with noise is still known, and fits where so much is allowed", () => {
  const die = rng(1);
  for (let i = 0; i < 30; i++) {
    const poster = die.pick(allPosters);
    const image = drawPoster(poster);
    const noisy = {
      ...image,
      pixels: image.pixels.map((value) => Math.max(0, Math.min(255, Math.round(value + 20 * die.normal())))),
    };
    expect(nearestPoster(noisy).poster).toBe(poster);
    expect(posterFits(posterCaption(poster), noisy)).toBe(false);
    expect(posterFits(posterCaption(poster), noisy, { within: 500 })).toBe(true);
  }
});

test("what is no poster is named", () => {
  const [poster] = allPosters;
  expect(() => drawPoster({ ...poster!, kind: "star" as never })).toThrow(
    "drawPoster kind: expected circle, square, triangle, cross",
  );
  expect(() => drawPoster({ ...poster!, colour: "pink" as never })).toThrow("drawPoster colour");
  expect(() => drawPoster({ ...poster!, texture: "wavy" as never })).toThrow("drawPoster texture");
  expect(() => drawPoster({ ...poster!, corner: "middle" as never })).toThrow("drawPoster corner");
  expect(() => nearestPoster({ width: 8, height: 8, channels: 3, pixels: new Uint8Array(192) })).toThrow(
    "nearestPoster image: expected 16×16×3",
  );
});
