import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "./any-text.ts";
import { concat, readable, textOf, utf8 } from "../../lib/tokenizers/bytes.ts";
import { byteOfId, characterOfByte, idOfByte } from "../../lib/tokenizers/byte-order.ts";

test("a text is its bytes and back, a byte order mark included", () => {
  fc.assert(
    fc.property(anyText, (text) => {
      expect([...utf8(text, "text")]).toEqual([...Buffer.from(text, "utf8")]);
      expect(textOf(utf8(text, "text"))).toBe(text);
      expect(readable(utf8(text, "text"))).toBe(text);
    }),
  );
  expect(textOf(Uint8Array.of(0xef, 0xbb, 0xbf, 0x61))).toBe("\ufeffa");
  expect(() => utf8("a\udc00", "here")).toThrow(
    'here: expected text without lone surrogates (or loneSurrogates: "replace")',
  );
});

test("broken bytes are U+FFFD as text, and shown in hexadecimal to people", () => {
  expect(textOf(Uint8Array.of(0x61, 0xe8, 0x62))).toBe("a\ufffdb");
  expect(readable(Uint8Array.of(0x61, 0xe8, 0x62))).toBe("a⟨e8⟩b");
  expect(readable(Uint8Array.of(0x7f, 0x80))).toBe("\u007f⟨80⟩");
  expect(readable(new Uint8Array(0))).toBe("");
});

test("parts joined are all their bytes in order", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 5 })), (parts) => {
      expect([...concat(parts)]).toEqual(parts.flatMap((part) => [...part]));
    }),
  );
});

test("GPT-2's order has every byte once, printed ones first", () => {
  expect(byteOfId).toHaveLength(256);
  for (let byte = 0; byte < 256; byte++) expect(byteOfId[idOfByte[byte]!]).toBe(byte);
  // vocab.json of GPT-2 begins with "!": 0, "\"": 1, … "~": 93, "¡": 94, and the byte 0 is "Ā": 188
  expect([0, 1, 93, 94, 187, 188].map((id) => characterOfByte[byteOfId[id]!])).toEqual(["!", '"', "~", "¡", "ÿ", "Ā"]);
  expect(characterOfByte[0x20]).toBe("Ġ");
  expect(characterOfByte[0x0a]).toBe("Ċ");
  expect(new Set(characterOfByte).size).toBe(256);
});
