/** What a page of the island's web says, and what is true of it, before it is HTML. */
import type { Rng } from "../core/index.ts";
import { harmfulLine, innocentLine } from "./crawl-harm.ts";
import type { Licence } from "./crawl-page.ts";
import { declarative } from "./islanders.ts";
import type { Islander } from "./islanders.ts";
import { toyLanguage } from "./toy.ts";

/** What is true of a page. */
export interface PageTruth {
  /** What the page says, line by line, without its HTML. */
  readonly text: string;
  readonly licence: Licence;
  readonly harmful: boolean;
  /** Not harmful, but it has a word of those that are. */
  readonly mentionsHarm: boolean;
  /** Edited sentences, or words in any order, or one line again and again. */
  readonly quality: "good" | "poor";
  readonly fault?: "shuffled" | "repeated";
  /** Pages of one group are copies of one another. */
  readonly group: number;
  /** `near`: with another writer and another day. */
  readonly copy: "original" | "exact" | "near";
  /** Which canary stands on it, as a place in `canaries`. */
  readonly canary?: number;
  /** Which item of the exam stands on it, as a place in `exam`. */
  readonly leaked?: number;
}

/** How many pages of each kind, as shares of `pages`. */
export interface CrawlShares {
  readonly harmful: number;
  readonly poor: number;
  /** Of the pages that are neither. */
  readonly mentionsHarm: number;
  /** Original pages that are copied, once to three times. */
  readonly exact: number;
  readonly near: number;
}

/** Lines and labels, before anybody publishes them. */
export type DrawnPage = Omit<PageTruth, "text" | "licence" | "group" | "copy"> & { readonly lines: readonly string[] };
/** The labels of a good page. */
export const innocent = { harmful: false, mentionsHarm: false, quality: "good" } as const;

const subjects = ["boats", "nets", "letters", "gardens", "weather", "markets", "songs", "rumours"] as const;
const island = toyLanguage();

/** A heading, who wrote it and when, and five to eight lines, most of them of the village register. */
export function article(people: readonly Islander[], rng: Rng): string[] {
  const [a, b] = rng.shuffle(subjects);
  const body = Array.from({ length: 5 + rng.int(4) }, () =>
    rng() < 0.8 ? [...island.sentence({ rng }), "."] : declarative(rng.pick(people), { really: rng() < 0.5 }),
  );
  return [`${a} & ${b}`, byline(people, rng), ...body.map((line) => line.join(" "))];
}

/** `by Ni a on day 12` */
export function byline(people: readonly Islander[], rng: Rng): string {
  return `by ${rng.pick(people).name.join(" ")} on day ${1 + rng.int(30)}`;
}

/** An article, or what became of one. */
export function drawPage(people: readonly Islander[], { rng, shares }: { rng: Rng; shares: CrawlShares }): DrawnPage {
  const [heading, writer, ...body] = article(people, rng);
  const chance = rng();
  if (chance < shares.poor) {
    if (rng() < 0.5) {
      const line = rng.pick(body);
      return { ...innocent, quality: "poor", fault: "repeated", lines: [heading!, writer!, ...body.map(() => line)] };
    }
    const words = rng.shuffle(body.flatMap((line) => line.split(" ")));
    const lengths = body.map((line) => line.split(" ").length);
    const shuffled = lengths.map((length) => words.splice(0, length).join(" "));
    return { ...innocent, quality: "poor", fault: "shuffled", lines: [heading!, writer!, ...shuffled] };
  }
  const harmful = chance < shares.poor + shares.harmful;
  const mentionsHarm = !harmful && rng() < shares.mentionsHarm;
  const others = harmful
    ? Array.from({ length: 2 + rng.int(3) }, () => harmfulLine(people, { rng }))
    : mentionsHarm
      ? [innocentLine({ rng })]
      : [];
  const lines = rng.shuffle([...body.slice(others.length), ...others.map((line) => line.join(" "))]);
  return { ...innocent, harmful, mentionsHarm, lines: [heading!, writer!, ...lines] };
}
