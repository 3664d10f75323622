import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { loadPublished, publishedNames, publishedTokenizer } from "../../lib/tokenizers/index.ts";
import type { PublishedName } from "../../lib/tokenizers/index.ts";
import { contract } from "./contract.case.ts";

// tiktoken 0.14.0, its code in Rust, on the ranks of js-tiktoken 1.0.21: test/fixtures/tokenizers/make.py
const golden = JSON.parse(readFileSync(new URL("../fixtures/tokenizers/tiktoken.json", import.meta.url), "utf8")) as {
  texts: string[];
  ids: Record<PublishedName, number[][]>;
};

test.each(publishedNames)("%s gives tiktoken's ids on hard texts and in 29 languages", async (name) => {
  const tokenizer = await publishedTokenizer(name);
  golden.texts.forEach((text, i) =>
    expect(tokenizer.encode(text, { special: "as-text" }), JSON.stringify(text)).toEqual(golden.ids[name][i]),
  );
});

// the first is the example of tiktoken's README, for GPT-4; the second of OpenAI's announcement of GPT-4o is not given as ids
test("cl100k_base has the ids of tiktoken's own documentation: 'tiktoken is great!'", async () => {
  expect((await publishedTokenizer("cl100k_base")).encode("tiktoken is great!")).toEqual([
    83, 1609, 5963, 374, 2294, 0,
  ]);
});

test("a million letters without a space do not hang", async () => {
  const tokenizer = await publishedTokenizer("gpt2");
  const text = "a".repeat(1_000_000);
  expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
});

test("a name that there is not is refused with those that there are", async () => {
  await expect(publishedTokenizer("gpt5" as PublishedName)).rejects.toThrow(
    "publishedTokenizer name: expected gpt2, r50k_base",
  );
  await expect(publishedTokenizer("constructor" as PublishedName)).rejects.toThrow("publishedTokenizer name");
  await expect(loadPublished('{"format":"published","version":1,"name":"x"}')).rejects.toThrow(
    "publishedTokenizer name",
  );
});

describe.each(publishedNames)("publishedTokenizer %s", async (name) => {
  contract({ tokenizer: await publishedTokenizer(name), load: loadPublished, special: "<|endoftext|>" });
});

// OpenAI's cookbook, "How to count tokens with tiktoken", section 5, its printed output
describe("the example of OpenAI's cookbook", () => {
  const word = "antidisestablishmentarianism";
  const texts = [word, "2 + 2 = 4", "お誕生日おめでとう"];
  const gpt3 = [
    [415, 29207, 44390, 3699, 1042],
    [17, 1343, 362, 796, 604],
    [2515, 232, 45739, 243, 37955, 33768, 98, 2515, 232, 1792, 223, 30640, 30201, 29557],
  ];
  test.each<[PublishedName, number[][]]>([
    ["r50k_base", gpt3],
    ["p50k_base", gpt3],
    [
      "cl100k_base",
      [
        [519, 85342, 34500, 479, 8997, 2191],
        [17, 489, 220, 17, 284, 220, 19],
        [33334, 45918, 243, 21990, 9080, 33334, 62004, 16556, 78699],
      ],
    ],
    [
      "o200k_base",
      [
        [493, 129901, 376, 160388, 21203, 2367],
        [17, 659, 220, 17, 314, 220, 19],
        [8930, 9697, 243, 128225, 8930, 17693, 4344, 48669],
      ],
    ],
  ])("%s has its ids", async (name, ids) => {
    const tokenizer = await publishedTokenizer(name);
    expect(texts.map((text) => tokenizer.encode(text))).toEqual(ids);
  });
});

// tiktoken_ext/openai_public.py: the ids of special tokens, of which the largest is the last
test.each<[PublishedName, number, Record<string, number>]>([
  ["gpt2", 50_257, { "<|endoftext|>": 50_256 }],
  ["r50k_base", 50_257, { "<|endoftext|>": 50_256 }],
  ["p50k_base", 50_281, { "<|endoftext|>": 50_256 }],
  ["cl100k_base", 100_277, { "<|endoftext|>": 100_257, "<|fim_prefix|>": 100_258, "<|endofprompt|>": 100_276 }],
  ["o200k_base", 200_019, { "<|endoftext|>": 199_999, "<|endofprompt|>": 200_018 }],
])("%s has %d ids, and its special tokens where they were published", async (name, size, special) => {
  const tokenizer = await publishedTokenizer(name);
  expect(tokenizer.size).toBe(size);
  for (const [token, id] of Object.entries(special)) {
    expect(tokenizer.encode(`a${token}`, { special: "allow" }).at(-1)).toBe(id);
    expect(tokenizer.decode([id])).toBe(token);
    expect(tokenizer.encode(token, { special: "as-text" })).not.toContain(id);
  }
  // between the words and the special tokens of GPT-4 is one that nobody has
  if (name === "cl100k_base")
    expect(() => tokenizer.decode([100_256])).toThrow(
      new InputError("decode ids: expected ids from 0 to 100276, got 100256"),
    );
});

test("the text of every token of GPT-2 comes back, but of those that are parts of a character", async () => {
  const tokenizer = await publishedTokenizer("gpt2");
  const texts = Array.from({ length: 50_256 }, (_, id) => tokenizer.decode([id])).filter(
    (text) => !text.includes("\ufffd"),
  );
  expect(texts.filter((text) => tokenizer.decode(tokenizer.encode(text)) !== text)).toEqual([]);
  expect(texts.length).toBeGreaterThan(49_000);
});
