import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { numbered, withSpecialTokens } from "../../lib/tokenizers/special-tokens.ts";

const special = numbered(["<s>", "<s>2", ".*", "貓"], { first: 1000, name: "test" });
/** The code of each UTF-16 unit: texts stay as they are. */
const codes = (text: string) => Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
const encode = withSpecialTokens(special, codes);

test("are numbered in the order of the list", () => {
  expect([...special]).toEqual([
    ["<s>", 1000],
    ["<s>2", 1001],
    [".*", 1002],
    ["貓", 1003],
  ]);
  expect(numbered([], { first: 5, name: "test" }).size).toBe(0);
  expect(() => numbered(["a", ""], { first: 0, name: "test" })).toThrow(
    "test specialTokens: expected different texts, none empty",
  );
  expect(() => numbered(["a", "b", "a"], { first: 0, name: "test" })).toThrow("test specialTokens");
});

describe("allowed", () => {
  test("the longest that fits is taken, and signs of patterns are only signs", () => {
    expect(encode("<s>2<s>x.*貓", { special: "allow" })).toEqual([1001, 1000, 120, 1002, 1003]);
    expect(encode("ab", { special: "allow" })).toEqual([97, 98]);
    expect(encode("<s>", { special: "allow" })).toEqual([1000]);
  });

  test("is the text with every spelling replaced, found from the left", () => {
    const parts = fc.array(fc.oneof(fc.constantFrom(...special.keys()), fc.constantFrom("a", "b", "<", "s")));
    fc.assert(
      fc.property(parts, (list) => {
        const text = list.join("");
        const expected: number[] = [];
        for (let at = 0; at < text.length;) {
          const [spelling, id] =
            [...special].toSorted(([a], [b]) => b.length - a.length).find(([each]) => text.startsWith(each, at)) ?? [];
          expected.push(id ?? text.charCodeAt(at));
          at += spelling?.length ?? 1;
        }
        expect(encode(text, { special: "allow" })).toEqual(expected);
      }),
    );
  });
});

test("as text, nothing is special; by default the first one found is named", () => {
  expect(encode("a<s>", { special: "as-text" })).toEqual(codes("a<s>"));
  expect(() => encode("a.*<s>")).toThrow(
    'encode text: expected no special token (pass special: "as-text" or "allow"), got ".*"',
  );
  expect(encode("a<b>")).toEqual(codes("a<b>"));
});

test("without special tokens every text is text", () => {
  const plain = withSpecialTokens(new Map(), codes);
  for (const policy of ["refuse", "as-text", "allow"] as const)
    expect(plain("<s>", { special: policy })).toEqual(codes("<s>"));
});

test("half a surrogate pair is replaced before tokens are looked for, if it shall be", () => {
  expect(encode("\ud83d<s>", { special: "allow", loneSurrogates: "replace" })).toEqual([0xfffd, 1000]);
  expect(encode("\ud83d")).toEqual([0xd83d]);
});
