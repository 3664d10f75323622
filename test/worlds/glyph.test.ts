import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  allStamps,
  drawStamp,
  isValidStamp,
  readStamp,
  sampleStamps,
  splitStamps,
  stampImage,
} from "../../lib/worlds/index.ts";
import type { Stamp } from "../../lib/worlds/index.ts";

const rows = (pixels: readonly number[]) =>
  Array.from({ length: 8 }, (_, y) =>
    pixels
      .slice(y * 8, y * 8 + 8)
      .map((pixel) => (pixel ? "#" : "."))
      .join(""),
  );

describe("the post office", () => {
  it("draws what its description says", () => {
    // Drawn by hand from the definition of the world.
    expect(rows(drawStamp({ kind: "circle", texture: "striped", corner: "top left", worth: 4 }))).toEqual([
      ".##.....",
      "####....",
      "#..#....",
      ".##.....",
      "........",
      ".....###",
      ".....#..",
      "........",
    ]);
    expect(rows(drawStamp({ kind: "square", texture: "checkered", corner: "bottom right", worth: 9 }))).toEqual([
      "###.....",
      "###.....",
      "###.....",
      "........",
      "....####",
      "....##.#",
      "....#.##",
      "....####",
    ]);
    const barred = rows(drawStamp({ kind: "square", texture: "barred", corner: "top right", worth: 1 }));
    expect(barred.slice(0, 4)).toEqual(["....####", "....##.#", "....##.#", "....####"]);
    expect(barred[5]).toBe("#.......");
  });

  it("has 2 kinds × 5 textures × 4 corners × 9 worths, and no two of them look the same", () => {
    expect(allStamps).toHaveLength(2 * 5 * 4 * 9);
    expect(new Set(allStamps.map((stamp) => drawStamp(stamp).join(""))).size).toBe(360);
    expect(new Set(allStamps.map((stamp) => JSON.stringify(stamp))).size).toBe(360);
  });

  it("reads back every stamp that it draws", () => {
    for (const stamp of allStamps) expect(readStamp(drawStamp(stamp))).toEqual(stamp);
  });

  it("draws a square and a circle of one description four pixels apart: the corners", () => {
    for (const stamp of allStamps.filter(({ kind }) => kind === "square")) {
      const circle = drawStamp({ ...stamp, kind: "circle" });
      expect(drawStamp(stamp).filter((pixel, i) => pixel !== circle[i])).toEqual([1, 1, 1, 1]);
    }
  });

  it("has as many dots as coins outside the shape's quarter", () => {
    for (const stamp of allStamps) {
      const [top, left] = [stamp.corner.startsWith("top") ? 0 : 4, stamp.corner.endsWith("left") ? 0 : 4];
      const outside = drawStamp(stamp).filter((_, i) => {
        const [y, x] = [Math.floor(i / 8), i % 8];
        return y < top || y >= top + 4 || x < left || x >= left + 4;
      });
      expect(outside.filter(Boolean)).toHaveLength(stamp.worth);
    }
  });

  it("calls nothing else a stamp: noise, blanks, other sizes, other numbers, a stamp with one pixel changed", () => {
    const die = rng(1);
    const noise = Array.from({ length: 64 }, () => die.int(2));
    const stamp = drawStamp(allStamps[7]!);
    const shapeless = stamp.map((pixel, i) => (i === 0 ? 1 - pixel : pixel));
    const others = [noise, Array(64).fill(0), Array(64).fill(1), [], stamp.slice(1), [...stamp, 0], shapeless];
    for (const other of [...others, stamp.map((pixel) => pixel * 255)]) expect(isValidStamp(other)).toBe(false);
    expect(isValidStamp(stamp)).toBe(true);
  });

  it("draws every stamp about equally often, the same ones for the same seed", () => {
    expect(sampleStamps(20, { rng: rng(3) })).toEqual(sampleStamps(20, { rng: rng(3) }));
    const counts = new Map<Stamp, number>();
    for (const stamp of sampleStamps(36_000, { rng: rng(4) })) counts.set(stamp, (counts.get(stamp) ?? 0) + 1);
    // chi-square with 359 degrees of freedom: mean 359, standard deviation 26.8; five of them
    const chiSquare = allStamps.reduce((sum, stamp) => sum + ((counts.get(stamp) ?? 0) - 100) ** 2 / 100, 0);
    expect(Math.abs(chiSquare - 359)).toBeLessThan(5 * 26.8);
    expect(sampleStamps(0, { rng: rng(1) })).toEqual([]);
  });

  it("splits into two groups that share no stamp and miss none", () => {
    const { train, heldOut } = splitStamps({ heldOut: 0.25, rng: rng(2) });
    expect([train.length, heldOut.length]).toEqual([270, 90]);
    expect(new Set([...train, ...heldOut]).size).toBe(360);
    expect(splitStamps({ heldOut: 0, rng: rng(2) }).heldOut).toEqual([]);
  });

  it("shows ink black on white paper, and half ink grey", () => {
    const { pixels, ...size } = stampImage([1, 0.5, ...Array(62).fill(0)]);
    expect(size).toEqual({ width: 8, height: 8, channels: 1 });
    expect(Array.from(pixels.subarray(0, 3))).toEqual([0, 128, 255]);
  });

  it("says what it expected", () => {
    const stamp = allStamps[0]!;
    expect(() => drawStamp({ ...stamp, kind: "star" as "circle" })).toThrow(
      'drawStamp kind: expected circle or square, got "star"',
    );
    expect(() => drawStamp({ ...stamp, worth: 0 })).toThrow("drawStamp worth: expected an integer from 1 to 9, got 0");
    expect(() => drawStamp({ ...stamp, worth: Number.NaN })).toThrow("drawStamp worth");
    expect(() => drawStamp({ ...stamp, texture: "plain" as "solid" })).toThrow("drawStamp texture");
    expect(() => drawStamp({ ...stamp, corner: "middle" as "top left" })).toThrow("drawStamp corner");
    expect(() => stampImage([1])).toThrow("stampImage pixels: expected 64 numbers, got Array of length 1");
    expect(() => stampImage(Array(64).fill(2))).toThrow("stampImage pixels[0]: expected ink from 0 to 1, got 2");
    expect(() => splitStamps({ heldOut: 2, rng: rng(1) })).toThrow("splitStamps heldOut");
    expect(() => sampleStamps(-1, { rng: rng(1) })).toThrow("sampleStamps count");
  });
});
