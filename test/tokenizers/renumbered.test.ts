import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { characterTokenizer } from "../../lib/tokenizers/index.ts";
import { renumbered } from "../../lib/tokenizers/renumbered.ts";

const inner = characterTokenizer.train(["abc"], { specialTokens: ["<s>"] });
const outer = renumbered(inner, { ids: [7, 5, 9, 0], save: () => "the file" });

test("every id is the other one, both ways, special ones too", () => {
  expect(outer.encode("cab")).toEqual([9, 7, 5]);
  expect(outer.encode("<s>a", { special: "allow" })).toEqual([0, 7]);
  expect(outer.decode([0, 5, 9, 7])).toBe("<s>bca");
  expect(outer.pieces("ba")).toEqual([
    { id: 5, text: "b" },
    { id: 7, text: "a" },
  ]);
  expect(outer.pieces("<s>", { special: "allow" })).toEqual([{ id: 0, text: "<s>" }]);
});

test("there are ids up to the largest; one that nobody has is named", () => {
  expect(outer.size).toBe(10);
  for (const id of [1, 10, -1, 0.5])
    expect(() => outer.decode([7, id])).toThrow(`decode ids: expected ids from 0 to 9, got ${id}`);
  expect(renumbered(characterTokenizer.train([]), { ids: [], save: () => "" }).size).toBe(0);
});

test("of two tokens with one id the first is meant", () => {
  const same = renumbered(inner, { ids: [3, 3, 1, 2], save: () => "" });
  expect(same.encode("ab")).toEqual([3, 3]);
  expect(same.decode([3])).toBe("a");
});

test("policies are those of the tokenizer within; saving gives what was read", () => {
  expect(() => outer.encode("<s>")).toThrow("expected no special token");
  expect(outer.save()).toBe("the file");
  expect(Object.isFrozen(outer)).toBe(true);
});

test("any other order of the same ids is a tokenizer for the same texts", () => {
  const letters = [..."abcdefgh"];
  const plain = characterTokenizer.train([letters.join("")]);
  const order = fc.shuffledSubarray([...letters.keys()], { minLength: letters.length });
  const texts = fc.string({ unit: fc.constantFrom(...letters), maxLength: 12 });
  fc.assert(
    fc.property(order, texts, (ids, text) => {
      const other = renumbered(plain, { ids, save: () => "" });
      expect(other.encode(text)).toEqual(plain.encode(text).map((id) => ids[id]));
      expect(other.decode(other.encode(text))).toBe(text);
      expect(other.pieces(text).map((piece) => piece.id)).toEqual(other.encode(text));
      expect(other.pieces(text).map((piece) => piece.text)).toEqual([...text]);
      expect(other.size).toBe(plain.size);
    }),
  );
});

test("ids far apart are as good as others, and those between are none", () => {
  const far = renumbered(inner, { ids: [0, 1_000_000, 2, 3], save: () => "" });
  expect(far.size).toBe(1_000_001);
  expect(far.decode(far.encode("abcb"))).toBe("abcb");
  expect(() => far.decode([999_999])).toThrow(new InputError("decode ids: expected ids from 0 to 1000000, got 999999"));
});

test("what the tokenizer within refuses is refused in its own words", () => {
  expect(() => outer.encode("abd")).toThrow(
    new InputError('encode text: expected characters of the training text, got "d"'),
  );
  expect(() => outer.pieces("a<s>")).toThrow(
    new InputError('encode text: expected no special token (pass special: "as-text" or "allow"), got "<s>"'),
  );
  expect(() => outer.encode("a<s>", { special: "as-text" })).toThrow(
    new InputError('encode text: expected characters of the training text, got "<"'),
  );
});
