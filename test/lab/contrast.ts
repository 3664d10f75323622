/** Text in the page that is hard to read against what is behind it. */
import type { Locator } from "playwright-core";

/** What WCAG 2.2, success criterion 1.4.3, asks of text of ordinary size. */
const enough = 4.5;

/** The pieces of text within the element whose contrast is too low, each with its ratio. */
export async function faintText(element: Locator): Promise<string[]> {
  const pieces = await element.evaluate((root) => {
    const behind = (node: Element | null): string => {
      if (!node) return "rgb(255, 255, 255)";
      const { backgroundColor } = getComputedStyle(node);
      return /^rgba\(.*, 0\)$|^transparent$/.test(backgroundColor) ? behind(node.parentElement) : backgroundColor;
    };
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walker.nextNode()) {
      const { textContent, parentElement } = walker.currentNode;
      if (textContent!.trim() === "") continue;
      found.push({
        text: textContent!.trim(),
        ink: getComputedStyle(parentElement!).color,
        paper: behind(parentElement),
      });
    }
    return found;
  });
  return pieces
    .map(({ text, ink, paper }) => ({ text, ratio: contrast(ink, paper) }))
    .filter(({ ratio }) => ratio < enough)
    .map(({ text, ratio }) => `${ratio.toFixed(2)}: ${text.slice(0, 60)}`);
}

/** WCAG 2.2, "contrast ratio", 1 … 21, of `ink`, which may let something of the opaque `paper` through. */
function contrast(ink: string, paper: string): number {
  const [below, [red, green, blue, alpha = 1]] = [channels(paper), channels(ink)];
  const seen = [red!, green!, blue!].map((value, at) => value * alpha + below[at]! * (1 - alpha));
  const [dark, light] = [luminance(seen), luminance(below)].toSorted((a, b) => a - b) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

/** The numbers in `rgb(…)` or `rgba(…)`. */
function channels(colour: string): number[] {
  return colour.match(/[\d.]+/g)!.map(Number);
}

/** WCAG 2.2, "relative luminance". */
function luminance(colour: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = colour
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
