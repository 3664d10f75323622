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
