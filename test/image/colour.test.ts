import fc from "fast-check";
import { expect, test } from "vitest";
import { deltaE, hsvOf, labOf, linearOf, rgbOfHsv, rgbOfYcbcr, srgbOf, ycbcrOf } from "../../lib/image/index.ts";
import type { Triple } from "../../lib/image/index.ts";
import { furthest, golden } from "./golden.ts";

const unit = fc.double({ min: 0, max: 1, noNaN: true });
const colour = fc.tuple(unit, unit, unit);

test("L*a*b* is scikit-image's, HSV is Python's colorsys', light is the standard's", () => {
  golden.colours.forEach((rgb, i) => {
    expect(furthest(labOf(rgb), golden.lab[i]!)).toBeLessThan(0.02);
    expect(furthest(hsvOf(rgb), golden.hsv[i]!)).toBeLessThan(1e-12);
    expect(furthest(linearOf(rgb), golden.linear[i]!)).toBeLessThan(1e-12);
  });
});

// JFIF 1.02, page 3, with 255 as full scale
test("the corners of YCbCr are those of the standard", () => {
  const corners: [Triple, Triple][] = [
    [
      [0, 0, 0],
      [0, 0.5, 0.5],
    ],
    [
      [1, 1, 1],
      [1, 0.5, 0.5],
    ],
    [
      [1, 0, 0],
      [0.299, 0.5 - 0.168_735_9, 1],
    ],
    [
      [0, 0, 1],
      [0.114, 1, 0.5 - 0.081_312_4],
    ],
  ];
  for (const [rgb, expected] of corners) expect(furthest(ycbcrOf(rgb), expected)).toBeLessThan(1e-6);
});

test("every way there has a way back", () => {
  fc.assert(
    fc.property(colour, (rgb) => {
      for (const back of [srgbOf(linearOf(rgb)), rgbOfHsv(hsvOf(rgb)), rgbOfYcbcr(ycbcrOf(rgb))])
        expect(furthest(back, rgb)).toBeLessThan(1e-9);
    }),
  );
});

test("grey has no saturation and no colour, and a colour no distance from itself", () => {
  fc.assert(
    fc.property(unit, colour, (value, rgb) => {
      const grey: Triple = [value, value, value];
      expect(hsvOf(grey)).toEqual([0, 0, value]);
      expect(furthest(labOf(grey).slice(1), [0, 0])).toBeLessThan(0.02);
      expect(deltaE(rgb, rgb)).toBe(0);
    }),
  );
  expect(deltaE([0, 0, 0], [1, 1, 1])).toBeCloseTo(100, 1);
});

test("a hue goes round the circle", () => {
  expect(rgbOfHsv([1, 1, 1])).toEqual(rgbOfHsv([0, 1, 1]));
  expect(rgbOfHsv([-1 / 3, 1, 1])).toEqual([0, 0, 1]);
});

/** The picture of the circle of hues, worked out colour by colour: from one corner to the next, one channel changes. */
test("the six corners and what lies between them", () => {
  const corners: Triple[] = [
    [1, 0, 0],
    [1, 1, 0],
    [0, 1, 0],
    [0, 1, 1],
    [0, 0, 1],
    [1, 0, 1],
  ];
  for (const [i, a] of corners.entries()) {
    const b = corners[(i + 1) % 6]!;
    for (const share of [0, 0.25, 0.5, 0.75]) {
      const hue = (i + share) / 6;
      const pure = a.map((value, c) => value + share * (b[c]! - value)) as unknown as Triple;
      expect(furthest(rgbOfHsv([hue, 1, 1]), pure)).toBeLessThan(1e-12);
      expect(furthest(hsvOf(pure), [hue, 1, 1])).toBeLessThan(1e-12);
      // less saturation is nearer to white, less value nearer to black
      const pale = pure.map((value) => 0.8 * (1 - 0.5 * (1 - value))) as unknown as Triple;
      expect(furthest(rgbOfHsv([hue, 0.5, 0.8]), pale)).toBeLessThan(1e-12);
      expect(furthest(hsvOf(pale), [hue, 0.5, 0.8])).toBeLessThan(1e-12);
      for (const turns of [-3, 2]) expect(furthest(rgbOfHsv([hue + turns, 1, 1]), pure)).toBeLessThan(1e-12);
    }
  }
});

test("light is straight near black and a power above, without a step between", () => {
  expect(linearOf([0.04, 0.5, 1])[0]).toBeCloseTo(0.04 / 12.92, 12);
  // a screen's 0.5 is about a fifth of its light
  expect(linearOf([0.04, 0.5, 1])[1]).toBeCloseTo(0.214_041, 6);
  expect(srgbOf([0.214_041_14, 0.002, 1])).toEqual([
    expect.closeTo(0.5, 6),
    expect.closeTo(0.002 * 12.92, 12),
    expect.closeTo(1, 12),
  ]);
  const below = linearOf([0.040_449_9, 0, 0])[0];
  const above = linearOf([0.040_450_1, 0, 0])[0];
  expect(above - below).toBeGreaterThan(0);
  expect(above - below).toBeLessThan(1e-6);
});
