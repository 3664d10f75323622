import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { idOfByte } from "../../lib/tokenizers/byte-order.ts";
import { pairTable } from "../../lib/tokenizers/pair-table.ts";
import { splitPatterns, splitWords } from "../../lib/tokenizers/split-patterns.ts";
import type { SplitPattern } from "../../lib/tokenizers/split-patterns.ts";
import { wordEncoder } from "../../lib/tokenizers/word-bpe.ts";
import { anyText } from "./any-text.ts";

const id = (letter: string) => idOfByte[letter.charCodeAt(0)]!;
const bytesOf = (text: string) => Array.from(new TextEncoder().encode(text), (byte) => idOfByte[byte]!);
const noMerges = pairTable([]);

test("without merges a text is the bytes of its UTF-8 in GPT-2's order, whatever the pattern", () => {
  for (const pattern of Object.keys(splitPatterns) as SplitPattern[]) {
    const encode = wordEncoder({ pattern, table: noMerges });
    expect(encode("")).toEqual([]);
    fc.assert(
      fc.property(anyText, (text) => {
        expect(encode(text)).toEqual(bytesOf(text));
      }),
      { numRuns: 200 },
    );
  }
});

test("at the borders of UTF-8 there are one, two, three and four bytes", () => {
  const encode = wordEncoder({ pattern: "gpt2", table: noMerges });
  const lengths = [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x1_0000, 0x10_ffff].map(
    (code) => encode(String.fromCodePoint(code)).length,
  );
  expect(lengths).toEqual([1, 1, 2, 2, 3, 3, 3, 3, 4, 4]);
});

// ab is 300, and a b is not: the space parts them
const table = pairTable([
  [id("a"), id("b"), 300],
  [300, 300, 301],
  [id(" "), 301, 302],
]);

test("merges happen inside of words and never across", () => {
  const encode = wordEncoder({ pattern: "gpt2", table });
  expect(encode("abab abab a b")).toEqual([301, 302, id(" "), id("a"), id(" "), id("b")]);
  expect(encode("ab,ab1ab")).toEqual([300, id(","), 300, id("1"), 300]);
});

describe("a word that was met before", () => {
  test("has the tokens that it had, however often and wherever it comes", () => {
    const encode = wordEncoder({ pattern: "gpt2", table });
    const once = encode("abab");
    expect(encode("abab")).toEqual(once);
    expect(encode("abab,abab,abab")).toEqual([301, id(","), 301, id(","), 301]);
  });

  test("gives no list that others hold: changing one changes no other", () => {
    const encode = wordEncoder({ pattern: "gpt2", table });
    encode("abab").fill(-1);
    expect(encode("abab")).toEqual([301]);
  });

  test("of more than 64 characters is read anew, and is the same", () => {
    const encode = wordEncoder({ pattern: "gpt2", table });
    for (const length of [63, 64, 65, 66, 300]) {
      const word = "ab".repeat(length).slice(0, length);
      const first = encode(word);
      // the words between use the same places again
      encode("貓".repeat(400));
      expect(encode(word)).toEqual(first);
      const pairs = Math.floor(length / 4);
      expect(first.filter((each) => each === 301)).toHaveLength(pairs);
    }
  });

  test("is its word alone: two encoders do not know each other's", () => {
    const [plain, merging] = [
      wordEncoder({ pattern: "gpt2", table: noMerges }),
      wordEncoder({ pattern: "gpt2", table }),
    ];
    expect(plain("ab")).toEqual([id("a"), id("b")]);
    expect(merging("ab")).toEqual([300]);
    expect(plain("ab")).toEqual([id("a"), id("b")]);
  });

  test("in texts of many words is what each word is alone", () => {
    const encode = wordEncoder({ pattern: "gpt2", table });
    const words = fc.array(fc.string({ unit: fc.constantFrom("a", "b", " ", "é", "👍"), maxLength: 12 }), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(words, (list) => {
        const text = list.join(" ");
        const apart = splitWords(text, "gpt2").flatMap((word) => wordEncoder({ pattern: "gpt2", table })(word));
        expect(encode(text)).toEqual(apart);
      }),
    );
  });
});

describe("words that are tokens as a whole", () => {
  const asked: string[] = [];
  const encode = wordEncoder({
    pattern: "gpt2",
    table,
    whole: (word) => {
      asked.push(word);
      return word === " 貓" ? 0 : word === "ab" ? 999 : undefined;
    },
  });

  test("are looked up before merges are tried, id 0 too", () => {
    expect(encode("ab 貓 ab abab")).toEqual([999, 0, id(" "), 300, 302]);
    expect(encode(" 貓ab")).toEqual(bytesOf(" 貓").concat(300));
  });

  test("are asked for once", () => {
    asked.length = 0;
    encode("new new new");
    expect(asked).toEqual(["new", " new"]);
    encode("new new");
    expect(asked).toEqual(["new", " new"]);
  });
});

test("half a surrogate pair is refused before anything is read, and the encoder goes on", () => {
  const encode = wordEncoder({ pattern: "gpt2", table });
  for (const half of ["\ud83d", "ab \ude00", "\ude00\ud83d"])
    expect(() => encode(half)).toThrow(
      new InputError(
        `encode text: expected text without lone surrogates (or loneSurrogates: "replace"), got ${JSON.stringify(half)}`,
      ),
    );
  expect(encode("ab")).toEqual([300]);
});
