import { expect, test } from "vitest";
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
