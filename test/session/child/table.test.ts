import { JSDOM } from "jsdom";
import fc from "fast-check";
import { expect, test } from "vitest";
import { tableOf } from "../../../lib/session/child/table.ts";

/** What a browser reads: the rows of a table as the texts of their cells. */
function read(html: string | undefined): string[][] {
  const { document } = new JSDOM(html ?? "").window;
  return [...document.querySelectorAll("tr")].map((row) => [...row.children].map((cell) => cell.textContent));
}

test("records become rows under the names of their columns, numbered from 0", () => {
  const records = [
    { name: "Ada", born: 1815 },
    { name: "Alan", born: 1912, died: null },
  ];
  expect(read(tableOf(records))).toEqual([
    ["", "name", "born", "died"],
    ["0", "Ada", "1815", ""],
    ["1", "Alan", "1912", "null"],
  ]);
});

test("values are written as JavaScript writes them, and markup in them is text", () => {
  const [, row] = read(
    tableOf([{ a: -0, b: 10n, c: true, d: new Date(0), e: "<b>&\"'</b>", f: undefined, g: NaN }, {}]),
  );
  expect(row).toEqual(["0", "-0", "10", "true", "1970-01-01T00:00:00.000Z", "<b>&\"'</b>", "", "NaN"]);
  expect(read(tableOf([{ "<i>": 1 }, {}]))[0]).toEqual(["", "<i>"]);
});

test("a long list shows fifty rows and says how many more there are; a long text likewise", () => {
  const html = tableOf(Array.from({ length: 1050 }, (_, i) => ({ i })));
  expect(read(html)).toHaveLength(51);
  expect(html).toContain("1000 more rows");
  expect(tableOf([{ t: "x".repeat(205) }, {}])).toContain("5 more characters");
});

class Point {
  x = 1;
}
test.each([
  ["no list", { a: 1 }],
  ["an empty list", []],
  ["one record", [{ a: 1 }]],
  ["records without members", [{}, {}]],
  ["numbers", [1, 2]],
  ["objects of a class", [new Point(), new Point()]],
  ["nested values", [{ a: [1] }, { a: [2] }]],
  ["a hole", [{ a: 1 }, undefined]],
  ["more columns than a page holds", [Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`c${i}`, i])), {}]],
  [
    "a getter, which is not called",
    [
      { a: 1 },
      {
        get a(): number {
          return expect.unreachable();
        },
      },
    ],
  ],
  ["a proxy, which is not touched", [{ a: 1 }, new Proxy({}, { ownKeys: () => expect.unreachable() })]],
])("%s is no table", (_, value) => {
  expect(tableOf(value)).toBeUndefined();
});

test("any text comes out of the page as it went in", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 100 }), (text) => {
      const [, row] = read(tableOf([{ text }, { text }]));
      // an HTML page has no NUL, and ends its lines in one way
      expect(row![1]).toBe(text.replaceAll("\0", "\uFFFD").replaceAll(/\r\n?/g, "\n"));
    }),
    { numRuns: 30 },
  );
});
