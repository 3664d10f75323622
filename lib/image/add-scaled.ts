/** The one inner loop of filters and of resizing: a row of a picture, times a number, is added to a row of sums. */

/** sums[i] += weight · values[at + i]. A plain loop over neighbouring numbers is what V8 runs fastest. */
export function addScaled(
  sums: Float64Array,
  { weight, values, at }: { weight: number; values: Float64Array; at: number },
): void {
  for (let i = 0; i < sums.length; i++) sums[i]! += weight * values[at + i]!;
}
