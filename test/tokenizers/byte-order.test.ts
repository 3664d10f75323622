import { expect, test } from "vitest";
import { byteOfId, characterOfByte, idOfByte } from "../../lib/tokenizers/byte-order.ts";

const code = (character: string) => character.charCodeAt(0);

const isPrinted = (byte: number) => /^[\p{L}\p{N}\p{P}\p{S}]$/u.test(String.fromCharCode(byte)) && byte !== 0xad;

/** `bytes_to_unicode` of GPT-2 in other words: what Latin-1 prints is itself, and the rest is U+0100 on in order. */
function shownByDefinition(): string[] {
  let next = 0x100;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(isPrinted(byte) ? byte : next++));
}

test("a byte is shown as the Latin letter, number or sign that it is, and as one from U+0100 on else", () => {
  expect(characterOfByte).toEqual(shownByDefinition());
});

test("two bytes are never shown as the same, and none as a space or a control character", () => {
  expect(new Set(characterOfByte).size).toBe(256);
  for (const character of characterOfByte) expect(character).toMatch(/^[^\p{White_Space}\p{C}]$/u);
});

test("id and byte are each other's: every id has one byte", () => {
  expect(byteOfId.toSorted((a, b) => a - b)).toEqual([...Array(256).keys()]);
  byteOfId.forEach((byte, id) => expect(idOfByte[byte]).toBe(id));
});

// the vocabulary of GPT-2: "!" 0, "A" 32, "a" 64, "~" 93, "¡" 94, "®" 106, "ÿ" 187, then NUL 188, line end 198, space 220,
// DEL 221, and the last is the soft hyphen 255
test.each<[string, number]>([
  ["!", 0],
  ["A", 32],
  ["a", 64],
  ["~", 93],
  ["¡", 94],
  ["®", 106],
  ["ÿ", 187],
  ["\0", 188],
  ["\n", 198],
  [" ", 220],
  ["\u007f", 221],
  ["\u00ad", 255],
])("the byte of %j has the id %d, as in GPT-2", (character, id) => {
  expect(idOfByte[code(character)]).toBe(id);
});
