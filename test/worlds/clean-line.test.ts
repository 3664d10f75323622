/** All stations, one after another: what each is for goes there, and what is wanted arrives. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { trainNgram } from "../../lib/models/index.ts";
import {
  crawl,
  dropExactDuplicates,
  dropExamItems,
  dropHarmful,
  dropNearDuplicates,
  dropPoor,
  harmfulWords,
  islanders,
  jaccard,
  keepLicensed,
  multipleChoice,
  naiveBayes,
  ngramsOf,
  quiz,
  stripHtml,
  wordsOf,
} from "../../lib/worlds/index.ts";
import type { Cleaned, CrawledPage, Page, PageTruth } from "../../lib/worlds/index.ts";

type Station = (pages: readonly CrawledPage[]) => Cleaned<CrawledPage>;
type Is = (page: CrawledPage) => boolean;

function world(seed: number): { pages: readonly CrawledPage[]; stations: Station[]; exam: string[] } {
  const die = rng(seed);
  const { known: people } = islanders({ known: 40, rng: die.split("people") });
  const items = quiz(people, { rng: die.split("quiz"), items: 30 });
  const exam = items.slice(0, 15).map((item) => multipleChoice(item).join(" "));
  const texts = { people, exam: items.slice(0, 15), practice: items.slice(15) };
  const { pages } = crawl({ ...texts, rng: die.split("web"), pages: 250, canariesPerLevel: 1 });
  const labelled = crawl({ people, rng: die.split("labelled"), pages: 300 }).pages.map(({ truth }) => truth);
  const classifier = naiveBayes(labelled);
  const good = labelled.filter(({ quality }) => quality === "good");
  const table = trainNgram(
    good.flatMap(({ text }) => text.split("\n").map(wordsOf)),
    { order: 1 },
  );
  const surprise = (words: readonly string[]): number =>
    words.reduce((sum, word, i) => {
      const seen = table.nextDistribution(words.slice(Math.max(0, i - 1), i)).get(word) ?? 0;
      return sum - Math.log(0.9 * seen + 0.1 / 300);
    }, 0) / words.length;
  const stations: Station[] = [
    (given) => keepLicensed(given),
    (given) => stripHtml(given),
    (given) => dropHarmful(given, { words: harmfulWords, classifier }),
    (given) => dropPoor(given, { surprise, most: 4.3 }),
    (given) => dropExactDuplicates(given),
    (given) => dropNearDuplicates(given),
    (given) => dropExamItems(given, { exam }),
  ];
  return { pages, stations, exam };
}

function run(pages: readonly CrawledPage[], stations: readonly Station[]): Cleaned<CrawledPage>[] {
  const results: Cleaned<CrawledPage>[] = [];
  for (const clean of stations) results.push(clean(results.at(-1)?.kept ?? pages));
  return results;
}

const isOpen: Is = ({ truth }) => truth.licence === "cc0" || truth.licence === "cc-by";
const isWanted: Is = (page) =>
  isOpen(page) && !page.truth.harmful && page.truth.quality === "good" && page.truth.leaked === undefined;
const groupOf = ({ truth }: { truth: PageTruth }): number => truth.group;
const groups = (pages: readonly CrawledPage[]): number[] => [...new Set(pages.map(groupOf))].toSorted((a, b) => a - b);

describe.each([21, 22, 23])("the line, seed %i", (seed) => {
  const { pages, stations, exam } = world(seed);
  const results = run(pages, stations);
  const [licence, html, harm, quality, copies, near, last] = results as [
    Cleaned<CrawledPage>,
    Cleaned<CrawledPage>,
    Cleaned<CrawledPage>,
    Cleaned<CrawledPage>,
    Cleaned<CrawledPage>,
    Cleaned<CrawledPage>,
    Cleaned<CrawledPage>,
  ];

  test("each station takes what the one before it kept", () => {
    let before = pages.length;
    for (const result of results) {
      expect(result.before).toBe(before);
      expect(result.after).toBeLessThanOrEqual(before);
      before = result.after;
    }
    const dropped = results.reduce((sum, result) => sum + result.dropped.length, 0);
    expect(dropped + last.after).toBe(pages.length);
  });

  test("every page goes at the station that is for it, or arrives", () => {
    for (const { truth } of licence.dropped) expect(["unknown", "reserved"]).toContain(truth.licence);
    expect(html.dropped).toEqual([]);
    for (const { truth } of harm.dropped) expect(truth.harmful).toBe(true);
    for (const { truth } of quality.dropped) expect(truth.quality).toBe("poor");
    for (const page of copies.dropped)
      expect(copies.kept.some(({ truth }) => truth.text === page.truth.text)).toBe(true);
    for (const page of near.dropped) expect(near.kept.some((other) => groupOf(other) === groupOf(page))).toBe(true);
    for (const { truth } of last.dropped) expect(truth.leaked).toBeTypeOf("number");
  });

  test("what arrives is wanted: one page of each wanted group, all of them", () => {
    expect(last.kept.every(isWanted)).toBe(true);
    expect(last.kept.map(groupOf).toSorted((a, b) => a - b)).toEqual(groups(pages.filter(isWanted)));
  });

  test("a canary that stood on 64 pages stands on one", () => {
    const canaries = last.kept.flatMap(({ truth }) => truth.canary ?? []);
    expect(canaries.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test.each([
    ["licence", (page: CrawledPage) => !isOpen(page)],
    ["HTML", ({ text }: CrawledPage) => text.includes("<p")],
    ["harm", ({ truth }: CrawledPage) => truth.harmful],
    ["quality", ({ truth }: CrawledPage) => truth.fault === "repeated"],
    ["exam", ({ truth }: CrawledPage) => truth.leaked !== undefined],
  ])("without the station %s, what it is for arrives", (name, isBad) => {
    const names = ["licence", "HTML", "harm", "quality", "copies", "near copies", "exam"];
    // quality cannot judge a line of HTML, and would drop all
    const left = stations.filter((_, i) => names[i] !== name && (name !== "HTML" || names[i] !== "quality"));
    expect(run(pages, left).at(-1)!.kept.some(isBad)).toBe(true);
    expect(last.kept.some(isBad)).toBe(false);
  });

  test("stations that look at one page alone may change places", () => {
    const [a, b, c, d, , , g] = stations as [Station, Station, Station, Station, Station, Station, Station];
    const once = run(pages, [a, b, c, d, g]).at(-1)!.kept;
    expect(run(pages, [b, g, d, c, a]).at(-1)!.kept).toEqual(once);
    expect(run(pages, [b, c, a, g, d]).at(-1)!.kept).toEqual(once);
  });

  test("near copies are what comparing all pages with all finds", () => {
    const kept: Set<string>[] = [];
    const urls: string[] = [];
    for (const { url, text } of copies.kept) {
      const words = wordsOf(text);
      const runs = new Set(words.slice(4).map((_, i) => words.slice(i, i + 5).join("·")));
      if (kept.some((other) => runs.intersection(other).size / runs.union(other).size >= 0.5)) continue;
      kept.push(runs);
      urls.push(url);
    }
    expect(near.kept.map(({ url }) => url)).toEqual(urls);
  });

  test("pages of one group share more than .6 of their runs of five, those of two groups less than .2", () => {
    const fluent = copies.kept;
    const runs = fluent.map(({ text }) => ngramsOf(wordsOf(text), 5));
    for (const [i, page] of fluent.entries())
      for (let j = 0; j < i; j++) {
        const shared = jaccard(runs[i]!, runs[j]!);
        if (groupOf(page) === groupOf(fluent[j]!)) expect(shared).toBeGreaterThan(0.6);
        else expect(shared).toBeLessThan(0.2);
      }
  });

  test("exam pages are what looking for each run of 13 in the text finds", () => {
    const runs = exam.flatMap((item) => {
      const words = item.toLowerCase().split(" ");
      return [words.slice(0, 13).join(" "), words.slice(1, 14).join(" ")];
    });
    const found = html.kept.filter(({ text }) => {
      const flat = text.toLowerCase().replaceAll("\n", " ");
      return runs.some((each) => flat.includes(each));
    });
    expect(dropExamItems(html.kept, { exam }).dropped).toEqual(found);
  });
});

const page = (text: string, url: string): Page => ({ url, html: text, text });
const someTexts = fc.array(fc.stringMatching(/^[abc ]{0,12}$/u), { maxLength: 10 });

const flat = (given: readonly Page[]) => new Set(given.map(({ text }) => text.split(" ").filter(Boolean).join(" ")));

test("copies: whatever the order of pages, as many stay, and every text does", () => {
  fc.assert(
    fc.property(someTexts, fc.nat(), (texts, seed) => {
      const pages = texts.map((text, i) => page(text, String(i)));
      const shuffled = rng(seed).shuffle(pages);
      const { kept, after } = dropExactDuplicates(shuffled);
      expect(after).toBe(dropExactDuplicates(pages).after);
      expect(flat(kept)).toEqual(flat(pages));
      expect(flat(kept).size).toBe(after);
    }),
  );
});

test("copies twice in a row: two crawls of the same pages are one", () => {
  fc.assert(
    fc.property(someTexts, (texts) => {
      const pages = texts.map((text, i) => page(text, String(i)));
      const again = [...pages, ...pages.map((each) => ({ ...each, url: `${each.url}, again` }))];
      expect(dropExactDuplicates(again).kept).toEqual(dropExactDuplicates(pages).kept);
      expect(dropNearDuplicates(again).kept).toEqual(dropNearDuplicates(pages).kept);
    }),
  );
});

test("a higher threshold never keeps less of two pages, and 1 drops equal sets only", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[abc ]{1,20}$/u), fc.stringMatching(/^[abc ]{1,20}$/u), (a, b) => {
      const pages = [page(a, "1"), page(b, "2")];
      const kept = [0.1, 0.3, 0.5, 0.7, 1].map((threshold) => dropNearDuplicates(pages, { n: 2, threshold }).after);
      expect(kept).toEqual(kept.toSorted((x, y) => x - y));
      const same = ngramsOf(wordsOf(a), 2).symmetricDifference(ngramsOf(wordsOf(b), 2)).size === 0;
      expect(kept.at(-1)).toBe(same ? 1 : 2);
    }),
  );
});

test("a longer run is found in no more pages", () => {
  fc.assert(
    fc.property(someTexts, fc.array(fc.constantFrom("a", "b", "c"), { minLength: 4, maxLength: 8 }), (texts, words) => {
      const pages = texts.map((text, i) => page([...text].join(" "), String(i)));
      const exam = [words.join(" ")];
      const dropped = [1, 2, 3, 4].map((n) => dropExamItems(pages, { exam, n }).dropped.length);
      expect(dropped).toEqual(dropped.toSorted((a, b) => b - a));
    }),
  );
});

const labelledTexts = fc
  .array(fc.record({ text: fc.stringMatching(/^[a-e ]{0,12}$/u), harmful: fc.boolean() }), { maxLength: 10 })
  .map((texts) => [{ text: "a b", harmful: true }, { text: "b c", harmful: false }, ...texts]);

test("naive Bayes: the order of texts and of words does not count, nor how often a word comes", () => {
  fc.assert(
    fc.property(labelledTexts, fc.array(fc.constantFrom("a", "b", "c", "zz"), { maxLength: 6 }), (texts, words) => {
      const [read, other] = [naiveBayes(texts), naiveBayes(texts.toReversed())];
      const p = read(words.join(" "));
      expect(p).toBeGreaterThan(0);
      expect(p).toBeLessThan(1);
      expect(other(words.join(" "))).toBeCloseTo(p, 10);
      expect(read([...words.toReversed(), ...words].join(" "))).toBeCloseTo(p, 10);
    }),
  );
});

test("naive Bayes: with the labels exchanged, the probability is the other one", () => {
  fc.assert(
    fc.property(labelledTexts, fc.stringMatching(/^[a-e ]{0,12}$/u), (texts, text) => {
      const turned = texts.map((each) => ({ ...each, harmful: !each.harmful }));
      expect(naiveBayes(texts)(text) + naiveBayes(turned)(text)).toBeCloseTo(1, 10);
    }),
  );
});

test("words put together with spaces are the same words", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const words = wordsOf(text);
      expect(wordsOf(words.join(" "))).toEqual(words);
      expect(words.join("")).toBe(text.toLowerCase().replaceAll(/\s/gu, ""));
    }),
  );
});
