import fc from "fast-check";
import { expect, test } from "vitest";
import { spread } from "../../lib/show/labels.ts";

const axis = { low: 0, high: 1, height: 320 };

test("labels that are apart stay where they are", () => {
  expect(spread([0.1, 0.5, 0.9], axis)).toEqual([0, 0, 0]);
});

test("labels at one height are a line apart, and the last stays inside the plot", () => {
  const moves = spread([1, 1, 1], axis);
  const at = moves.map((move) => 320 + move).sort((a, b) => a - b);
  expect(at[1]! - at[0]!).toBe(18);
  expect(at[2]! - at[1]!).toBe(18);
  expect(at[2]).toBeLessThanOrEqual(329);
});

test("any labels that fit are a line apart and in their own order", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 12 }), (wanted) => {
      const moves = spread(wanted, axis);
      const placed = wanted.map((y, index) => ({ y, at: y * 320 + moves[index]! })).sort((a, b) => a.at - b.at);
      return placed.every((one, k) => k === 0 || (one.at - placed[k - 1]!.at >= 17 && one.y >= placed[k - 1]!.y));
    }),
  );
});
