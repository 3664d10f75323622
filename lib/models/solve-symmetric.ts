/**
 * A x = b for a symmetric matrix A whose every direction has positive weight: a covariance, and what is like one.
 *
 * A = L Lᵀ with L lower triangular; then L y = b from the top, and Lᵀ x = y from the bottom. 64-bit numbers.
 *
 * Reference: Golub and Van Loan 2013, "Matrix Computations", section 4.2 (Cholesky's factorization).
 */
import { check } from "../core/index.ts";

/** x, as long as b. `matrix` is [row][column]; only its lower half is read. Throws if a direction has no positive weight. */
export function solveSymmetric(matrix: readonly ArrayLike<number>[], b: ArrayLike<number>): Float64Array {
  const n = b.length;
  check(matrix.length === n, "solveSymmetric matrix", `${n} rows`, matrix);
  const lower = matrix.map((row) => Float64Array.from(row));
  for (const [i, row] of lower.entries()) {
    check(row.length === n, `solveSymmetric matrix[${i}]`, `${n} numbers`, row);
    for (let j = 0; j <= i; j++) {
      const other = lower[j]!;
      let left = row[j]!;
      for (let k = 0; k < j; k++) left -= row[k]! * other[k]!;
      check(j < i || left > 0, "solveSymmetric matrix", "a symmetric matrix that is positive definite", left);
      row[j] = j < i ? left / other[j]! : Math.sqrt(left);
    }
  }
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= lower[i]![k]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= lower[k]![i]! * x[k]!;
    x[i]! /= lower[i]![i]!;
  }
  return x;
}
