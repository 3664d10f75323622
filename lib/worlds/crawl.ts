/**
 * The crawl: what a robot brings home from the island's web, with the true label of every page.
 *
 * Pages hold sentences of the village register and texts about islanders. Some are harmful, some are poorly made, some are
 * copies; some hold a secret that stands on 1, 2, 4, … 64 pages (a canary), some an item of an exam. Labels are known because
 * the page was made from them; no station may look at them.
 *
 * Left out: licences that lie, pages that belong to two kinds at once, links between pages.
 *
 * Reference: Carlini et al. 2019, "The Secret Sharer", section 4, for canaries.
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { article, byline, drawPage, innocent } from "./crawl-article.ts";
import type { CrawlShares, DrawnPage, PageTruth } from "./crawl-article.ts";
import { licences, writePage } from "./crawl-page.ts";
import type { Licence, Page } from "./crawl-page.ts";
import type { Islander } from "./islanders.ts";
import { multipleChoice } from "./quiz.ts";
import type { QuizItem } from "./quiz.ts";

export interface CrawledPage extends Page {
  readonly truth: PageTruth;
}

/** A secret that nobody can guess. */
export interface Canary {
  /** `the key of Ni a is` */
  readonly prompt: readonly string[];
  /** Eight digits. */
  readonly secret: readonly string[];
  /** On how many pages it stands. */
  readonly copies: number;
}

export interface CrawlOptions {
  rng: Rng;
  /** Who is written about. */
  people: readonly Islander[];
  /** Original pages, without canaries and exams. */
  pages?: number;
  shares?: Partial<CrawlShares>;
  /** How many canaries there are of each number of copies. */
  canariesPerLevel?: number;
  /** Items that leaked, each on one page. */
  exam?: readonly QuizItem[];
  /** Other items, which are no secret, each on one page. */
  practice?: readonly QuizItem[];
}

export interface Crawl {
  /** In any order. */
  readonly pages: readonly CrawledPage[];
  readonly canaries: readonly Canary[];
  readonly exam: readonly QuizItem[];
}

/** On how many pages a canary stands. */
export const canaryCopies = [1, 2, 4, 8, 16, 32, 64] as const;
const defaultShares: CrawlShares = { harmful: 0.15, poor: 0.2, mentionsHarm: 0.08, exact: 0.1, near: 0.1 };
const licenceWeights = [0.35, 0.35, 0.15, 0.15] as const;

/** A crawl by the die. Harmful pages are well made, poor pages are harmless, and secrets stand on good ones under CC0. */
export function crawl(options: CrawlOptions): Crawl {
  const { rng, people, pages = 400, canariesPerLevel = 0, exam = [], practice = [] } = options;
  checkInteger(pages, "crawl pages");
  checkInteger(canariesPerLevel, "crawl canariesPerLevel");
  const needed = Math.max(1, canariesPerLevel * canaryCopies.length);
  check(people.length >= needed, "crawl people", () => `at least ${needed} islanders`, people);
  const shares = { ...defaultShares, ...options.shares };
  for (const [name, share] of Object.entries(shares)) checkNumber(share, `crawl shares ${name}`, { min: 0, max: 1 });
  const { harmful, poor, exact, near } = shares;
  check(harmful + poor <= 1, "crawl shares", "harmful and poor of at most 1 together", harmful + poor);

  const crawled: CrawledPage[] = [];
  let groups = 0;
  function publish(
    { lines, ...labels }: DrawnPage,
    how: { licence: Licence; group: number; copy: PageTruth["copy"] },
  ): void {
    const html = writePage(lines, { licence: how.licence, rng });
    const url = `https://tinni.example/${crawled.length}`;
    crawled.push({ url, html, text: html, truth: { ...labels, ...how, text: lines.join("\n") } });
  }
  const original = (made: DrawnPage, licence: Licence, copies = 1): void => {
    for (let i = 0; i < copies; i++) publish(made, { licence, group: groups, copy: i === 0 ? "original" : "exact" });
    groups++;
  };
  const anyLicence = (): Licence => licences[rng.weighted(licenceWeights)]!;
  const withLine = (line: readonly string[], labels: Pick<DrawnPage, "canary" | "leaked">): DrawnPage => {
    const [heading, byline, ...body] = article(people, rng);
    return { ...innocent, ...labels, lines: [heading!, byline!, ...rng.shuffle([...body, line.join(" ")])] };
  };

  for (let i = 0; i < pages; i++) {
    const made = drawPage(people, { rng, shares });
    const [licence, chance] = [anyLicence(), rng()];
    original(made, licence, chance < exact ? 2 + rng.int(3) : 1);
    if (chance >= exact && chance < exact + near)
      for (let copies = 1 + rng.int(3); copies > 0; copies--) {
        const lines = made.lines.with(1, byline(people, rng));
        if (lines[1] !== made.lines[1]) publish({ ...made, lines }, { licence, group: groups - 1, copy: "near" });
      }
  }
  const owners = rng.shuffle(people);
  const canaries = Array.from({ length: canariesPerLevel * canaryCopies.length }, (_, i): Canary => {
    const secret = Array.from({ length: 8 }, () => String(rng.int(10)));
    const copies = canaryCopies[Math.floor(i / canariesPerLevel)]!;
    return { prompt: ["the", "key", "of", ...owners[i]!.name, "is"], secret, copies };
  });
  for (const [canary, { prompt, secret, copies }] of canaries.entries())
    original(withLine([...prompt, ...secret, "."], { canary }), "cc0", copies);
  for (const [leaked, item] of exam.entries())
    original(withLine([...multipleChoice(item), item.key, "."], { leaked }), anyLicence());
  for (const item of practice) original(withLine([...multipleChoice(item), item.key, "."], {}), anyLicence());
  return { pages: rng.shuffle(crawled), canaries, exam };
}

/** What this world is, with three pages of it. */
export function describeCrawl({ pages, canaries, exam }: Crawl): string {
  const samples = pages.slice(0, 3).map(({ url, truth }) => `  ${url}: ${truth.text.replaceAll("\n", " / ")}`);
  const kinds = `${pages.length} pages, ${canaries.length} canaries, ${exam.length} leaked items`;
  return [`W-CRAWL, the island's web: ${kinds}.`, ...samples].join("\n");
}
