/**
 * A page of the island's web: lines of text, and all that a browser wants around them.
 *
 * What the page is about stands in `<main>`; a menu, an advert, a script and a footer stand beside it, as on most pages.
 */
import { check } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** `cc0` and `cc-by` may be read by anybody; `reserved` says that it may not; `unknown` says nothing. */
export type Licence = "cc0" | "cc-by" | "unknown" | "reserved";
export const licences = ["cc0", "cc-by", "unknown", "reserved"] as const;

/** What a crawler brings home. */
export interface Page {
  readonly url: string;
  /** As it was fetched. */
  readonly html: string;
  /** What a model would read of it: the HTML, until somebody strips it. */
  readonly text: string;
}

const deeds = {
  cc0: "https://creativecommons.org/publicdomain/zero/1.0/",
  "cc-by": "https://creativecommons.org/licenses/by/4.0/",
} as const;
const menus = ["home", "boats", "shop", "weather", "letters", "about us"] as const;
const adverts = [
  "two hooks for the price of one",
  "new nets & old ropes, today only",
  "win a boat: click <here>",
  "fresh eels every morning",
] as const;

/** `lines` as HTML, the first of them the heading. Chance decides what stands around them and how they are marked up. */
export function writePage(lines: readonly string[], { licence, rng }: { licence: Licence; rng: Rng }): string {
  check(lines.length > 0, "writePage lines", "at least one line", lines);
  const [heading, ...rest] = lines.map(escapeHtml);
  const deed = licence === "cc0" || licence === "cc-by" ? `<link rel="license" href="${deeds[licence]}">` : "";
  const links = rng.shuffle(menus).slice(0, 3 + rng.int(3));
  const menu = links.map((name) => `<a href="/${name.replace(" ", "-")}">${name}</a>`).join(" ");
  const advert = `<aside class="advert"><b>${escapeHtml(rng.pick(adverts))}</b></aside>`;
  const rights = licence === "reserved" ? "&copy; All rights reserved" : `visitor ${rng.int(10_000)}`;
  return [
    `<!DOCTYPE html><html lang="en"><head><title>${heading}</title>${deed}`,
    `<script>if (visits < ${rng.int(1000)} && cookies) document.write("<p>welcome</p>");</script></head>`,
    `<body><nav class="menu">${menu}</nav><!-- page ${rng.int(1000)} -->`,
    `<main><h1>${heading}</h1>${rng() < 0.5 ? advert : ""}${marked(rest, rng)}</main>`,
    `${rng() < 0.8 ? advert : ""}<footer>${rights}</footer></body></html>`,
  ].join("\n");
}

/** Paragraphs, a list, or lines with breaks between them; here and there a word in italics. */
function marked(lines: readonly string[], rng: Rng): string {
  const styled = lines.map((line) => (rng() < 0.2 ? line.replace(/(?<=^| )[a-z]+(?= |$)/u, "<i>$&</i>") : line));
  const kind = rng.int(3);
  if (kind === 0) return styled.map((line) => `<p>${line}</p>`).join("\n");
  if (kind === 1) return `<ul>${styled.map((line) => `<li>${line}</li>`).join("")}</ul>`;
  return `<p class="wide">${styled.join("<br>")}</p>`;
}

/** What the page says about itself. A page that says both that it is free and that it is not counts as not. */
export function licenceOf(html: string): Licence {
  if (/all rights reserved/iu.test(html)) return "reserved";
  const href = /<link rel="license" href="([^"]*)">/u.exec(html)?.[1];
  return licences.find((each) => (each === "cc0" || each === "cc-by") && deeds[each] === href) ?? "unknown";
}

/** `a & b` → `a &amp; b`: what has a meaning in HTML, written so that it has none. */
export function escapeHtml(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replaceAll(/[&<>"']/gu, (each) => names[each]!);
}
