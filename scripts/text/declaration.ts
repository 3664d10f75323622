/** The text of a declaration: one line for each heading and paragraph. */
import { JSDOM } from "jsdom";

export function declarationText(html: string): string {
  const { document } = new JSDOM(html).window;
  const blocks = [...document.querySelectorAll("h1, h2, h3, h4, p, li")];
  // a list item may hold a paragraph, which comes by itself
  const lines = blocks
    .filter((block) => block.querySelector("p, li") === null)
    .map((block) => block.textContent.replaceAll(/\s+/gu, " ").trim());
  return `${lines.filter((line) => line !== "").join("\n")}\n`;
}
