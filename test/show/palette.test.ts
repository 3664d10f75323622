/** Contrast as WCAG 2.2 defines it, computed here from its formula. */
import { expect, test } from "vitest";
import { ink, styles } from "../../lib/show/palette.ts";

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

test.each(Object.entries(styles))("%s reads on white and on a dark page", (_, { colour }) => {
  // vermilion is the least on white: 3.87; blue the least on dark: 3.6. WCAG 2.2 asks 3 of graphics (1.4.11)
  expect(contrast(colour, "#FFFFFF")).toBeGreaterThanOrEqual(3.85);
  expect(contrast(colour, "#111111")).toBeGreaterThanOrEqual(3.4);
});

test("text reads on both, and in print as on paper", () => {
  expect(contrast(ink.interactive, "#FFFFFF")).toBeGreaterThanOrEqual(4.5);
  expect(contrast(ink.interactive, "#111111")).toBeGreaterThanOrEqual(4);
  expect(contrast(ink.print, "#FFFFFF")).toBeGreaterThanOrEqual(15);
});

test("no two roles share both colour and look", () => {
  const looks = Object.values(styles).map(({ dash, symbol, size }) => `${dash} ${symbol} ${size}`);
  expect(new Set(looks).size).toBe(looks.length);
});
