import fc from "fast-check";
import { expect, test } from "vitest";
import { softmax64 } from "../../lib/models/index.ts";

test("none, one, and three by hand", () => {
  expect(softmax64([])).toEqual([]);
  expect(softmax64([-700])).toEqual([1]);
  softmax64([0, Math.log(2), Math.log(5)]).forEach((p, i) => expect(p).toBeCloseTo([1, 2, 5][i]! / 8, 15));
});

test("it sums to one, and moving all logits changes nothing, however large they are", () => {
  const logits = fc.array(fc.integer({ min: -2000, max: 2000 }), { minLength: 1, maxLength: 50 });
  fc.assert(
    fc.property(logits, fc.integer({ min: -5000, max: 5000 }), (numbers, offset) => {
      const p = softmax64(numbers);
      expect(Math.abs(p.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
      expect(softmax64(numbers.map((each) => each + offset))).toEqual(p);
    }),
  );
});

test("NaN is not hidden", () => {
  expect(softmax64([0, Number.NaN]).some(Number.isNaN)).toBe(true);
});
