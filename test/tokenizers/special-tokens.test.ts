import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { numbered, withSpecialTokens } from "../../lib/tokenizers/special-tokens.ts";
import { anyText } from "./any-text.ts";

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

/** The definition: at each place the longest spelling that fits, or else the next character goes to the text between. */
function byDefinition(text: string, spellings: readonly string[]): (string | { special: string })[] {
  const parts: (string | { special: string })[] = [""];
  for (let at = 0; at < text.length;) {
    const fits = spellings.filter((each) => text.startsWith(each, at)).toSorted((a, b) => b.length - a.length);
    const character = String.fromCodePoint(text.codePointAt(at)!);
    if (fits[0] !== undefined) parts.push({ special: fits[0] }, "");
    else parts.push(`${parts.pop() as string}${character}`);
    at += fits[0]?.length ?? character.length;
  }
  return parts;
}

test("any texts may be special tokens, with all signs of patterns in them", () => {
  const signs = fc.string({ unit: fc.constantFrom(..."\\^$.*+?()[]{}|/-,#&!%@~ \n"), minLength: 1, maxLength: 3 });
  const spellings = fc.uniqueArray(
    fc.oneof(
      signs,
      anyText.filter((text) => text !== ""),
    ),
    { minLength: 1, maxLength: 6 },
  );
  fc.assert(
    fc.property(spellings, fc.array(fc.oneof(fc.nat(5), anyText), { maxLength: 8 }), (list, drawn) => {
      const text = drawn.map((part) => (typeof part === "number" ? list[part % list.length]! : part)).join("");
      const seen: string[] = [];
      const keep = withSpecialTokens(numbered(list, { first: 1, name: "test" }), (part) => {
        seen.push(part);
        return [0];
      });
      const parts = byDefinition(text, list);
      const ids = keep(text, { special: "allow" });
      if (parts.length === 1) expect(seen).toEqual([text]);
      else {
        expect(seen).toEqual(parts.filter((part) => typeof part === "string"));
        expect(ids).toEqual(parts.map((part) => (typeof part === "string" ? 0 : list.indexOf(part.special) + 1)));
      }
    }),
    { numRuns: 200 },
  );
});

const isRefused = (text: string, spelling: string) =>
  expect(() => encode(text)).toThrow(
    new InputError(
      `encode text: expected no special token (pass special: "as-text" or "allow"), got ${JSON.stringify(spelling)}`,
    ),
  );

test("one that is found is refused by its whole spelling, however long the text before it", () => {
  isRefused("<s>2", "<s>2");
  isRefused(`${"a".repeat(100_000)}貓<s>`, "貓");
  isRefused("<<s>", "<s>");
});

test("a token is not found in half of a character, nor where an accent was written in another way", () => {
  const half = withSpecialTokens(numbered(["\u00e9", "\ud83d\udc4d"], { first: 1, name: "test" }), codes);
  expect(half("e\u0301", { special: "allow" })).toEqual(codes("e\u0301"));
  expect(half("\ud83d\udc4e", { special: "allow" })).toEqual(codes("\ud83d\udc4e"));
  expect(half("\ud83d\udc4d\ud83c\udffd", { special: "allow" })).toEqual([2, ...codes("\ud83c\udffd")]);
});

test.each([
  [["a", ""], "a "],
  [[""], ""],
  [["a", "b", "a"], "a b a"],
])("%j are no list of special tokens", (spellings, shown) => {
  expect(() => numbered(spellings, { first: 7, name: "who" })).toThrow(
    new InputError(`who specialTokens: expected different texts, none empty, got "${shown}"`),
  );
});

test("those that differ in case, spaces or the way of an accent are different ones", () => {
  const list = ["<s>", "<S>", "<s> ", " <s>", "\u00e9", "e\u0301"];
  expect([...numbered(list, { first: 0, name: "test" }).values()]).toEqual([0, 1, 2, 3, 4, 5]);
});
