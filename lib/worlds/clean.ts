/**
 * The stations that a crawl passes before a model reads it: each takes pages, keeps some, and says how many.
 *
 * A station looks at what was fetched and never at the true labels, which it carries along.
 *
 * References: Rae et al. 2021, "Scaling Language Models: Methods, Analysis & Insights from Training Gopher", appendix A.1,
 * for the order of stations and for repeated lines; Wenzek et al. 2020, "CCNet", for perplexity.
 */
import { check, checkNumber } from "../core/index.ts";
import { htmlText } from "./clean-html.ts";
import { licenceOf } from "./crawl-page.ts";
import type { Licence, Page } from "./crawl-page.ts";

/** What a station gives. Pages keep their order. */
export interface Cleaned<P extends Page> {
  readonly station: string;
  readonly kept: readonly P[];
  readonly dropped: readonly P[];
  /** How many came, and how many go on. */
  readonly before: number;
  readonly after: number;
}

/** Which pages go on, as a station. `keeps` is asked once for each page, in order. */
export function station<P extends Page>(
  name: string,
  pages: readonly P[],
  keeps: (page: P, index: number) => boolean,
): Cleaned<P> {
  const kept: P[] = [];
  const dropped: P[] = [];
  for (const [index, page] of pages.entries()) (keeps(page, index) ? kept : dropped).push(page);
  return { station: name, kept, dropped, before: pages.length, after: kept.length };
}

/** A text as lower-case words; numbers are words too, and so is every other character that is no space. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+|[^\s\p{L}\p{N}\p{M}]/gu) ?? [];
}

/**
 * Only pages that say themselves that they may be used.
 *
 * Reference: Kandpal et al. 2025, "The Common Pile v0.1", for which licences are open.
 */
export function keepLicensed<P extends Page>(
  pages: readonly P[],
  { allowed = ["cc0", "cc-by"] }: { allowed?: readonly Licence[] } = {},
): Cleaned<P> {
  return station("licence", pages, ({ html }) => allowed.includes(licenceOf(html)));
}

/** Text in place of HTML. Drops pages on which nothing is left. */
export function stripHtml<P extends Page>(pages: readonly P[]): Cleaned<P> {
  const stripped = pages.map((page): P => ({ ...page, text: htmlText(page.html) }));
  return station("HTML", stripped, ({ text }) => text !== "");
}

export interface PoorOptions {
  /** How surprised a model of good text is by the words of a line, in nats per word. */
  surprise: (words: readonly string[]) => number;
  /** The most that a good page has on average, over its words. */
  most: number;
  /** The largest share of lines that stood on the page before. */
  repeated?: number;
}

/** Drops pages that surprise, and pages that do not because they repeat themselves. Works on stripped text. */
export function dropPoor<P extends Page>(
  pages: readonly P[],
  { surprise, most, repeated = 0.3 }: PoorOptions,
): Cleaned<P> {
  checkNumber(most, "dropPoor most", { min: 0 });
  checkNumber(repeated, "dropPoor repeated", { min: 0, max: 1 });
  return station("quality", pages, ({ url, text }) => {
    const lines = text.split("\n").map(wordsOf);
    const words = lines.reduce((sum, { length }) => sum + length, 0);
    if (words === 0) return false;
    const nats = lines.reduce((sum, line) => sum + (line.length > 0 ? line.length * surprise(line) : 0), 0);
    check(!Number.isNaN(nats), `dropPoor surprise at ${url}`, "a number", nats);
    const kinds = new Set(lines.map((line) => line.join(" "))).size;
    return nats / words <= most && 1 - kinds / lines.length <= repeated;
  });
}
