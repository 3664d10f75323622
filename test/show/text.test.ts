import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { emWidth, label, listed, oneLine, plain, sentence, spoken, wrap } from "../../lib/show/text.ts";

describe("plain text on figures", () => {
  test("shows tags and entities instead of obeying them", () => {
    expect(plain('<b>x</b> <a href="javascript:alert(1)">y</a> &lt;')).toBe(
      '&lt;b&gt;x&lt;/b&gt; &lt;a href="javascript:alert(1)"&gt;y&lt;/a&gt; &amp;lt;',
    );
  });

  test("keeps a line break and drops what reorders or hides text", () => {
    expect(plain("a\r\nb\u202Ec\u0000d\u200Be")).toBe("a<br>bcde");
  });

  test("leaves no bare angle bracket but its own line breaks, whatever comes in", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !/[<>]/u.test(plain(text).replaceAll("<br>", ""))));
  });
});

describe("numbers as words", () => {
  test.each([
    [0, "0"],
    [-0, "0"],
    [3, "3"],
    [-4, "−4"],
    [1772928, "1,772,928"],
    [0.53, "0.53"],
    [0.5, "0.50"],
    [0.579, "0.579"],
    [0.004, "0.0040"],
    [2.994, "2.99"],
    [123.45, "123.5"],
    [12345.6, "12,346"],
    [1.5e9, "1,500,000,000"],
    [1.234e-7, "1.23e-7"],
    [Number.NaN, "no value"],
    [Infinity, "no value"],
  ])("reads %d as %s", (value, words) => {
    expect(spoken(value)).toBe(words);
  });

  test("stay within half a percent of the value, from a hundredth up", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 1e5, noNaN: true }), (value) => {
        const read = Number(spoken(value).replaceAll(",", ""));
        return Math.abs(read - value) <= 0.006 * value;
      }),
    );
  });

  test("lose the zero before the point as labels", () => {
    expect([label(0.53), label(-0.5), label(1, 2), label(10.5)]).toEqual([".53", "−.50", "1.00", "10.50"]);
  });
});

test("a list reads as English", () => {
  expect([listed([]), listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])]).toEqual([
    "",
    "a",
    "a and b",
    "a, b and c",
  ]);
});

test("a sentence ends once", () => {
  expect([sentence("It holds"), sentence("Does it?"), sentence(" 是。 ")]).toEqual(["It holds.", "Does it?", "是。"]);
});

function bare(text: string): string {
  return text.replaceAll(/\s/gu, "");
}

describe("wrapping", () => {
  test("keeps every character that is not a space, in order", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 1, max: 40 }), (text, ems) => {
        return bare(wrap(text, ems).join("")) === bare(text);
      }),
    );
  });

  test("keeps lines within the width where one character fits", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 2, max: 40 }), (text, ems) =>
        wrap(text, ems).every((line) => emWidth(line) <= ems || [...line].length === 1),
      ),
    );
  });

  test("breaks Chinese between any two characters", () => {
    expect(wrap("文字接龍是什麼", 3)).toEqual(["文字接", "龍是什", "麼"]);
  });
});

test("one line has no line breaks and no controls", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => !/[\n\r\t\u0000]/u.test(oneLine(text)))); // oxlint-disable-line no-control-regex
});
