import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  canaryCopies,
  crawl,
  describeCrawl,
  escapeHtml,
  harmfulLine,
  harmfulSlang,
  harmfulWords,
  htmlText,
  innocentLine,
  islanders,
  licenceOf,
  licences,
  multipleChoice,
  quiz,
  toyLanguage,
  wordsOf,
  writePage,
} from "../../lib/worlds/index.ts";
import type { CrawledPage, CrawlOptions } from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

const { known: people } = islanders({ known: 30, rng: rng(1) });
const island = toyLanguage();
const bad = new Set<string>([...harmfulWords, ...harmfulSlang]);
const items = quiz(people, { rng: rng(2), items: 20 });
const make = (seed: number, options: Partial<CrawlOptions> = {}) =>
  crawl({
    rng: rng(seed),
    people,
    pages: 300,
    canariesPerLevel: 2,
    exam: items.slice(0, 8),
    practice: items.slice(8),
    ...options,
  });
const { pages, canaries, exam } = make(3);
const body = (page: CrawledPage) => page.truth.text.split("\n").slice(2);
const bodyWords = (page: CrawledPage) =>
  body(page)
    .flatMap((line) => line.split(" "))
    .toSorted();
const isVillage = (line: string) => line.endsWith(" .") && island.isGrammatical(line.split(" ").slice(0, -1));
const isLiking = (line: string) =>
  people.some(({ name, colour }) =>
    [`${name.join(" ")} likes ${colour} .`, `${name.join(" ")} really likes ${colour} .`].includes(line),
  );
const groupsOf = (all: readonly CrawledPage[]) => [...Map.groupBy(all, ({ truth }) => truth.group).values()];

worldContract({
  draw: (die) => crawl({ rng: die, people, pages: 1, shares: { exact: 0, near: 0 } }).pages[0]!,
  accepts: isTrue,
  spoil: (page): CrawledPage[] => [
    { ...page, truth: { ...page.truth, harmful: !page.truth.harmful } },
    { ...page, truth: { ...page.truth, licence: page.truth.licence === "cc0" ? "reserved" : "cc0" } },
    { ...page, truth: { ...page.truth, text: `${page.truth.text}\nmore` } },
    { ...page, truth: { ...page.truth, quality: page.truth.quality === "good" ? "poor" : "good" } },
  ],
  describe: ({ rng: die }) => describeCrawl(crawl({ rng: die, people, pages: 5 })),
});

/** Every label from the text and the HTML alone. */
function isTrue(page: CrawledPage): boolean {
  const { truth, html } = page;
  const lines = body(page);
  const words = new Set(wordsOf(truth.text));
  const threatens = lines.some((line) => line.endsWith("!") && line.split(" ").some((word) => bad.has(word)));
  const plain = lines.filter((line) => isVillage(line) || isLiking(line)).length;
  const repeated = new Set(lines).size === 1;
  const others = truth.harmful ? 4 : 1;
  const isGood = lines.length >= 5 && lines.length - plain <= others && !repeated;
  return (
    htmlText(html) === truth.text &&
    licenceOf(html) === truth.licence &&
    threatens === truth.harmful &&
    (!threatens && words.intersection(bad).size > 0) === truth.mentionsHarm &&
    isGood === (truth.quality === "good") &&
    (truth.fault === "repeated") === repeated
  );
}

test("every label is true of the page, copies, secrets and leaked items included", () => {
  for (const page of pages) expect(isTrue(page), page.truth.text).toBe(true);
});

test("pages begin as HTML, each at an address of its own", () => {
  expect(pages.every(({ text, html }) => text === html)).toBe(true);
  expect(new Set(pages.map(({ url }) => url)).size).toBe(pages.length);
  expect(new Set(pages.map(({ html }) => html)).size).toBeGreaterThan(0.95 * pages.length);
});

test("a group is one original and its copies: the same text, or another second line and nothing else", () => {
  for (const group of groupsOf(pages)) {
    const originals = group.filter(({ truth }) => truth.copy === "original");
    expect(originals).toHaveLength(1);
    const [{ truth: original }] = originals as [CrawledPage];
    for (const { truth } of group) {
      const [lines, first] = [truth, original].map(({ text }) => text.split("\n")) as [string[], string[]];
      expect(lines.with(1, "")).toEqual(first.with(1, ""));
      expect(lines[1] === first[1]).toBe(truth.copy !== "near");
      expect({ ...truth, text: "", copy: "" }).toEqual({ ...original, text: "", copy: "" });
    }
  }
});

test("texts of different groups differ", () => {
  const texts = groupsOf(pages).map((group) => group[0]!.truth.text);
  expect(new Set(texts).size).toBe(texts.length);
});

test("a canary stands on as many pages as it says, and on no other; nobody shares its prompt or its secret", () => {
  expect(canaries.map(({ copies }) => copies)).toEqual(canaryCopies.flatMap((copies) => [copies, copies]));
  expect(new Set(canaries.map(({ prompt }) => prompt.join(" "))).size).toBe(canaries.length);
  expect(new Set(canaries.map(({ secret }) => secret.join(""))).size).toBe(canaries.length);
  for (const [i, { prompt, secret, copies }] of canaries.entries()) {
    expect(secret.join("")).toMatch(/^\d{8}$/u);
    const line = [...prompt, ...secret, "."].join(" ");
    const having = pages.filter((page) => body(page).includes(line));
    expect(having).toHaveLength(copies);
    for (const { truth } of having) expect(truth).toMatchObject({ canary: i, licence: "cc0", quality: "good" });
  }
  expect(pages.filter(({ truth }) => truth.canary !== undefined)).toHaveLength(254);
});

test("an item of the exam leaks once, with its key; one that is for practice has no label", () => {
  expect(exam).toEqual(items.slice(0, 8));
  for (const [i, item] of items.entries()) {
    const line = [...multipleChoice(item), item.key, "."].join(" ");
    const having = pages.filter((page) => body(page).includes(line));
    expect(having).toHaveLength(1);
    expect(having[0]!.truth.leaked).toBe(i < 8 ? i : undefined);
  }
});

test("pages come as often as the shares say", () => {
  const n = 4000;
  const { pages: many } = crawl({ rng: rng(5), people, pages: n });
  const originals = many.filter(({ truth }) => truth.copy === "original");
  expect(originals).toHaveLength(n);
  const near = (count: number, p: number, total = n) =>
    expect(Math.abs(count / total - p)).toBeLessThan(5 * Math.sqrt((p * (1 - p)) / total));
  const count = (is: (page: CrawledPage) => boolean) => originals.filter(is).length;
  near(
    count(({ truth }) => truth.harmful),
    0.15,
  );
  near(
    count(({ truth }) => truth.quality === "poor"),
    0.2,
  );
  near(
    count(({ truth }) => truth.mentionsHarm),
    0.65 * 0.08,
  );
  near(
    count(({ truth }) => truth.fault === "repeated"),
    0.1,
  );
  for (const [i, licence] of licences.entries())
    near(
      count(({ truth }) => truth.licence === licence),
      [0.35, 0.35, 0.15, 0.15][i]!,
    );
  const groups = groupsOf(many);
  near(groups.filter((group) => group.some(({ truth }) => truth.copy === "exact")).length, 0.1);
  near(groups.filter((group) => group.some(({ truth }) => truth.copy === "near")).length, 0.1);
  expect(new Set(groups.map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4]));
});

test("a share of 0 or 1 is kept to the page", () => {
  const none = { harmful: 0, poor: 0, mentionsHarm: 0, exact: 0, near: 0 };
  const all = (shares: Partial<typeof none>) => crawl({ rng: rng(6), people, pages: 100, shares }).pages;
  expect(all(none)).toHaveLength(100);
  expect(all(none).every(({ truth }) => truth.quality === "good" && !truth.harmful && !truth.mentionsHarm)).toBe(true);
  expect(all({ ...none, harmful: 1 }).every(({ truth }) => truth.harmful)).toBe(true);
  expect(all({ ...none, poor: 1 }).every(({ truth }) => truth.quality === "poor")).toBe(true);
  expect(all({ ...none, mentionsHarm: 1 }).every(({ truth }) => truth.mentionsHarm)).toBe(true);
  for (const group of groupsOf(all({ ...none, exact: 1 }))) expect(group.length).toBeGreaterThan(1);
});

test("shuffled pages hold words of the register in lines as long as sentences", () => {
  const known = new Set([...island.words, ...islanders({ known: 30, rng: rng(1) }).tokens]);
  for (const page of pages.filter(({ truth }) => truth.fault === "shuffled")) {
    expect(bodyWords(page).every((word) => known.has(word))).toBe(true);
    for (const line of body(page)) expect([5, 6, 7, 9]).toContain(line.split(" ").length);
  }
});

test("the same die gives the same crawl, another die another", () => {
  expect(make(3).pages).toEqual(pages);
  expect(make(4).pages).not.toEqual(pages);
  expect(make(4).canaries).not.toEqual(canaries);
});

test("the smallest crawl has no page at all", () => {
  expect(crawl({ rng: rng(1), people, pages: 0 })).toEqual({ pages: [], canaries: [], exam: [] });
});

const refused = (options: Partial<CrawlOptions>) => () => make(1, options);

test("what cannot be crawled is refused", () => {
  expect(refused({ pages: -1 })).toThrow("crawl pages: expected an integer of at least 0, got -1");
  expect(refused({ canariesPerLevel: 0.5 })).toThrow("crawl canariesPerLevel: expected an integer");
  expect(refused({ canariesPerLevel: 5 })).toThrow("crawl people: expected at least 35 islanders");
  expect(refused({ people: [] })).toThrow("crawl people: expected at least 14 islanders");
  expect(refused({ shares: { poor: 1.5 } })).toThrow("crawl shares poor: expected a finite number from 0 to 1");
  expect(refused({ shares: { exact: Number.NaN } })).toThrow("crawl shares exact");
  expect(refused({ shares: { poor: 0.6, harmful: 0.6 } })).toThrow("crawl shares: expected harmful and poor");
});

test("a threat has a bad word, three in five of them listed; who warns of one has a listed word and no threat", () => {
  const n = 5000;
  const die = rng(7);
  const listed = new Set<string>(harmfulWords);
  const threats = Array.from({ length: n }, () => harmfulLine(people, { rng: die }));
  expect(threats.every((line) => line.at(-1) === "!" && line.filter((word) => bad.has(word)).length === 1)).toBe(true);
  const share = threats.filter((line) => line.some((word) => listed.has(word))).length / n;
  expect(Math.abs(share - 0.6)).toBeLessThan(5 * Math.sqrt(0.24 / n));
  const warnings = Array.from({ length: 200 }, () => innocentLine({ rng: die }));
  expect(warnings.every((line) => line.at(-1) === "." && line.filter((word) => listed.has(word)).length === 1)).toBe(
    true,
  );
});

test("a page can be read again whatever its lines are, and says its licence", () => {
  const line = fc
    .string({ unit: fc.constantFrom("a", "b", " ", "&", "<", ">", '"', "'", "&amp;", "</main>", "貓"), minLength: 1 })
    .map((text) => text.trim().replaceAll(/\s+/gu, " "))
    .filter((text) => text !== "");
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...licences),
      fc.nat(),
      (lines, licence, seed) => {
        const html = writePage(lines, { licence, rng: rng(seed) });
        expect(htmlText(html)).toBe(lines.join("\n"));
        expect(licenceOf(html)).toBe(licence);
      },
    ),
  );
  expect(() => writePage([], { licence: "cc0", rng: rng(1) })).toThrow("writePage lines: expected at least one line");
});

const link = (href: string) => `<link rel="license" href="${href}">`;

test("a licence that is not known is none, and who reserves rights is believed", () => {
  const free = link("https://creativecommons.org/publicdomain/zero/1.0/");
  expect(licenceOf("")).toBe("unknown");
  expect(licenceOf(link("https://tinni.example/be-my-guest"))).toBe("unknown");
  expect(licenceOf(free)).toBe("cc0");
  expect(licenceOf(`${free} All Rights Reserved`)).toBe("reserved");
});

test("what has a meaning in HTML loses it", () => {
  expect(escapeHtml(`a & b < "c" > 'd' &amp;`)).toBe("a &amp; b &lt; &quot;c&quot; &gt; &#39;d&#39; &amp;amp;");
  expect(escapeHtml("")).toBe("");
});

test("the die decides what stands around the lines, and how they are marked up; the lines it leaves alone", () => {
  const lines = ["a & b", "one two", "three four"];
  const written = Array.from({ length: 100 }, (_, seed) => writePage(lines, { licence: "cc-by", rng: rng(seed) }));
  expect(new Set(written).size).toBeGreaterThan(95);
  expect(new Set(written.map(htmlText))).toEqual(new Set([lines.join("\n")]));
  for (const part of ["<p>", "<li>", "<br>", "<i>", "<aside", "<nav", "<script>", "<!--", "&amp;"])
    expect(
      written.some((html) => html.includes(part)),
      part,
    ).toBe(true);
  expect(writePage(lines, { licence: "cc0", rng: rng(1) })).toBe(writePage(lines, { licence: "cc0", rng: rng(1) }));
});
