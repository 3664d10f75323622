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

// Vaswani et al. 2017, section 3.5: PE(pos, 2i) = sin(pos / 10000^(2i / d)), its neighbour the cosine; here d is that of one axis
test("the frequencies fall from 1 to 10,000^(−1 + 1/half) in equal ratios, for rows and for columns", () => {
  const [rows, columns, dModel] = [6, 7, 24];
  const grid = positionGrid({ rows, columns, dModel });
  const axis = dModel / 2;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      for (const [offset, place] of [
        [0, column],
        [axis, row],
      ] as const)
        for (let i = 0; i < axis / 2; i++) {
          const angle = place / Math.pow(10_000, (2 * i) / axis);
          const vector = grid[row * columns + column]!;
          expect(vector[offset + i]).toBeCloseTo(Math.sin(angle), 6);
          expect(vector[offset + axis / 2 + i]).toBeCloseTo(Math.cos(angle), 6);
        }
});
