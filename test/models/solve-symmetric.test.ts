import fc from "fast-check";
import { expect, test } from "vitest";
import { solveSymmetric } from "../../lib/models/index.ts";

test("no unknowns, one, and two by hand", () => {
  expect([...solveSymmetric([], [])]).toEqual([]);
  expect([...solveSymmetric([[4]], [2])]).toEqual([0.5]);
  // 4x + 2y = 8 and 2x + 3y = 8
  const [x, y] = solveSymmetric(
    [
      [4, 2],
      [2, 3],
    ],
    [8, 8],
  );
  expect([x, y].map((each) => Number(each!.toFixed(12)))).toEqual([1, 2]);
});

test("what is solved for was put in: A = M Mᵀ + 1, b = A x", () => {
  const number = fc.integer({ min: -9, max: 9 });
  fc.assert(
    fc.property(fc.array(fc.array(number, { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const matrix = rows.map((a, i) =>
        rows.map((b, j) => a.reduce((sum, each, k) => sum + each * b[k]!, 0) + Number(i === j)),
      );
      const x = rows.map((row) => row[0]! / 3);
      const b = matrix.map((row) => row.reduce((sum, each, k) => sum + each * x[k]!, 0));
      solveSymmetric(matrix, b).forEach((each, i) => expect(each).toBeCloseTo(x[i]!, 6));
    }),
  );
});

test("only the lower half is read, and nothing is changed", () => {
  const matrix = [Float64Array.of(4, Number.NaN), Float64Array.of(2, 3)];
  expect([...solveSymmetric(matrix, [8, 8])].map((each) => Number(each.toFixed(12)))).toEqual([1, 2]);
  expect(matrix[1]).toEqual(Float64Array.of(2, 3));
});

test("a matrix that is not positive definite, or of another shape, is refused", () => {
  for (const matrix of [[[0]], [[-1]], [[Number.NaN]]])
    expect(() => solveSymmetric(matrix, [1])).toThrow("a symmetric matrix that is positive definite");
  expect(() =>
    solveSymmetric(
      [
        [1, 2],
        [2, 1],
      ],
      [1, 1],
    ),
  ).toThrow("got -3");
  expect(() => solveSymmetric([[1]], [1, 2])).toThrow("solveSymmetric matrix: expected 2 rows");
  expect(() => solveSymmetric([[1], [1]], [1, 2])).toThrow("solveSymmetric matrix[0]: expected 2 numbers");
});
