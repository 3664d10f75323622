import * as fc from "fast-check";
import { expect, test } from "vitest";
import { pointsFromUnits, unitsFromPoints } from "../../lib/kernel/offsets.ts";

test("an emoji is one code point and two units", () => {
  expect(unitsFromPoints("a😀b", 2)).toBe(3);
  expect(pointsFromUnits("a😀b", 3)).toBe(2);
});

test("a family joined by zero-width joiners is as many code points as Python counts", () => {
  // python3 -c 'print(len("👨‍👩‍👧"))' gives 5
  expect(pointsFromUnits("👨‍👩‍👧", "👨‍👩‍👧".length)).toBe(5);
});

test("an offset inside a surrogate pair counts as before it", () => {
  expect(pointsFromUnits("a😀b", 2)).toBe(1);
});

test("positions past the end give the end, and the empty text has one position", () => {
  expect(unitsFromPoints("😀", 9)).toBe(2);
  expect(pointsFromUnits("😀", 9)).toBe(1);
  expect(unitsFromPoints("", 1)).toBe(0);
  expect(pointsFromUnits("", 1)).toBe(0);
});

test("a lone surrogate is one of each", () => {
  expect(unitsFromPoints("\ud83d-\ude00", 3)).toBe(3);
  expect(pointsFromUnits("\ud83d-\ude00", 3)).toBe(3);
});

test("both agree with iterating the text by code points", () => {
  const texts = fc.array(fc.constantFrom("a", "é", "字", "😀", "👩‍🚀", "\n", "\ud800"), { maxLength: 20 });
  fc.assert(
    fc.property(texts, (list) => {
      const text = list.join("");
      const points = Array.from(text);
      for (let n = 0; n <= points.length; n++) {
        const units = points.slice(0, n).join("").length;
        expect(unitsFromPoints(text, n)).toBe(units);
        expect(pointsFromUnits(text, units)).toBe(n);
      }
    }),
  );
});
