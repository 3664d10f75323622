import { expect, test } from "vitest";
import { byteLevel } from "../../lib/tokenizers/byte-level.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);
/** Ids 0 and 1 are the halves of é, 2 is a hole, 3 is x. */
const tokenizer = byteLevel({
  vocab: [bytes(0xc3), bytes(0xa9), undefined, bytes(0x78)],
  special: new Map([["<é>", 4]]),
  encodeText: (text) => Array.from(text).flatMap((character) => (character === "é" ? [0, 1] : [3])),
  save: () => "saved",
});

test("tokens that are parts of a character make it together, and are shown in hexadecimal alone", () => {
  expect(tokenizer.decode([0, 1, 3])).toBe("éx");
  expect(tokenizer.decode([1, 0])).toBe("\ufffd\ufffd");
  expect(tokenizer.pieces("éx")).toEqual([
    { id: 0, text: "⟨c3⟩" },
    { id: 1, text: "⟨a9⟩" },
    { id: 3, text: "x" },
  ]);
});

test("special tokens are spelled out, holes and what is beyond are named", () => {
  expect(tokenizer.size).toBe(5);
  expect(tokenizer.decode([4])).toBe("<é>");
  expect(tokenizer.encode("x<é>", { special: "allow" })).toEqual([3, 4]);
  expect(tokenizer.pieces("<é>", { special: "allow" })).toEqual([{ id: 4, text: "<é>" }]);
  for (const id of [2, 5, -1])
    expect(() => tokenizer.decode([id])).toThrow(`decode ids: expected ids from 0 to 4, got ${id}`);
  expect(tokenizer.save()).toBe("saved");
});
