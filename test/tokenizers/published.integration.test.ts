import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
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
