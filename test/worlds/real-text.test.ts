import { expect, test } from "vitest";
import { declaration, declarationLanguages, shakespeare, tangPoems } from "../../lib/worlds/index.ts";

test("the plays are ASCII, hold what everybody knows, and nothing of who digitised them", () => {
  const text = shakespeare();
  expect(text).toMatch(/^[\n -~]+$/u);
  for (const line of [
    "To be, or not to be,--that is the question:--",
    "Tomorrow, and tomorrow, and tomorrow,",
    "But, soft!",
  ])
    expect(text.toLowerCase()).toContain(
      line.toLowerCase().replace("tomorrow", "to-morrow").replaceAll("tomorrow", "to-morrow"),
    );
  expect(text).not.toMatch(/gutenberg|copyright|etext|\r|[ \t]$/imu);
  expect(text).not.toMatch(/\n{3}/u);
});

test("poems have an author, a title and verses; one that every child in China knows is not among the first", () => {
  const poems = tangPoems();
  expect(poems.length).toBeGreaterThan(2500);
  // 帝京篇十首 begins the collection (全唐詩, volume 1)
  expect(poems[0]).toEqual({
    author: "太宗皇帝",
    title: "帝京篇十首 一",
    lines: [
      "秦川雄帝宅，函谷壯皇居。",
      "綺殿千尋起，離宮百雉餘。",
      "連甍遙接漢，飛觀迥凌虛。",
      "雲日隱層闕，風煙出綺疎。",
    ],
  });
  for (const { author, title, lines } of poems) {
    expect(author).not.toBe("");
    expect(title).not.toBe("");
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines) expect(line).toMatch(/^[^\s□《》]+$/u);
  }
});

test("the declaration has a preamble and thirty articles in every language, each in its own script", () => {
  const languages = declarationLanguages();
  expect(languages.length).toBeGreaterThan(25);
  const scripts: Record<string, RegExp> = {
    eng: /\p{Script=Latin}/u,
    rus: /\p{Script=Cyrillic}/u,
    arb: /\p{Script=Arabic}/u,
    tha: /\p{Script=Thai}/u,
    jpn: /\p{Script=Hiragana}/u,
    kor: /\p{Script=Hangul}/u,
    cmn_hant: /\p{Script=Han}/u,
    hin: /\p{Script=Devanagari}/u,
    bod: /\p{Script=Tibetan}/u,
  };
  for (const language of languages) {
    const text = declaration(language);
    // thirty headings and as many articles at least
    expect(text.split("\n").length, language).toBeGreaterThan(60);
    expect(text, language).not.toMatch(/[<>]|&\w+;/u);
    const letters = [...text].filter((char) => /\p{L}/u.test(char));
    const script = scripts[language] ?? /\p{L}/u;
    expect(letters.filter((char) => script.test(char)).length / letters.length, language).toBeGreaterThan(0.2);
  }
  expect(declaration("eng")).toContain("All human beings are born free and equal in dignity and rights.");
  expect(declaration("deu_1996")).toContain("Alle Menschen sind frei und gleich an Würde und Rechten geboren.");
});

test("a language that there is not is refused with those that there are, a path too", () => {
  expect(() => declaration("klingon")).toThrow(/declaration language: expected one of amh, .*vie, got "klingon"/u);
  expect(() => declaration("../shakespeare")).toThrow("declaration language");
});
