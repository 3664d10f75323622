import { expect, test } from "vitest";
import { positionGrid } from "../../lib/image/index.ts";

const dot = (a: Float32Array, b: Float32Array) => a.reduce((sum, x, i) => sum + x * b[i]!, 0);

test("by hand, four numbers a place: sine and cosine of the column, then of the row", () => {
  const [first, right, below] = positionGrid({ rows: 2, columns: 2, dModel: 4 });
  expect([...first!]).toEqual([0, 1, 0, 1]);
  expect([...right!]).toEqual([...Float32Array.of(Math.sin(1), Math.cos(1), 0, 1)]);
  expect([...below!]).toEqual([...Float32Array.of(0, 1, Math.sin(1), Math.cos(1))]);
});

// cos(a − b) = cos a cos b + sin a sin b
test("how alike two places are depends on how far they are apart, not on where they are", () => {
  const [rows, columns] = [4, 5];
  const grid = positionGrid({ rows, columns, dModel: 16 });
  const at = (row: number, column: number) => grid[row * columns + column]!;
  expect(dot(at(0, 0), at(2, 3))).toBeCloseTo(dot(at(1, 1), at(3, 4)), 5);
  expect(dot(at(2, 2), at(2, 2))).toBeCloseTo(8, 5);
  expect(new Set(grid.map((vector) => vector.join())).size).toBe(rows * columns);
});

test("no rows are no places; a width that is no multiple of four is named", () => {
  expect(positionGrid({ rows: 0, columns: 3, dModel: 4 })).toEqual([]);
  expect(() => positionGrid({ rows: 1, columns: 1, dModel: 6 })).toThrow(
    "positionGrid dModel: expected a multiple of 4, got 6",
  );
});
