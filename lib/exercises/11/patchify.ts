/** Exercise 11.1: a picture as patches. Reference: Dosovitskiy et al. 2021, "An Image is Worth 16×16 Words", section 3.1. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: squares of `size` × `size`, row by row, each a list of its numbers, row by row. */
export type ToPatches = (rows: number[][], size: number) => number[][];

const same = (a: readonly (readonly number[])[], b: readonly (readonly number[])[]): boolean =>
  a.length === b.length && a.every((row, i) => row.join() === b[i]!.join());

/** On pictures that are no squares, so that rows and columns cannot be taken for each other. */
export function checkToPatches(toPatches: ToPatches, options?: CheckOptions): Feedback {
  return judge((die) => {
    const size = 2 + die.int(2);
    const [down, across] = [2 + die.int(2), 4 + die.int(2)];
    const numbers = die.shuffle(Array.from({ length: size * size * down * across }, (_, i) => i));
    const width = size * across;
    const rows = Array.from({ length: size * down }, (_, y) => numbers.slice(y * width, (y + 1) * width));
    // patch [down, across], turned or not, in one of two orders
    const cut = ({ byColumns = false, turned = false }): number[][] => {
      const places = Array.from({ length: down * across }, (_, k) =>
        byColumns ? [k % down, Math.floor(k / down)] : [Math.floor(k / across), k % across],
      ) as [number, number][];
      return places.map(([r, c]) =>
        Array.from({ length: size * size }, (_, i) => {
          const [y, x] = [Math.floor(i / size), i % size];
          return turned ? rows[r * size + x]![c * size + y]! : rows[r * size + y]![c * size + x]!;
        }),
      );
    };
    const got = written(toPatches(structuredClone(rows), size));
    if (same(got, cut({}))) return undefined;
    if (got.length !== down * across)
      return `A picture of ${rows.length} × ${width} has ${down * across} patches of ${size} × ${size}; you give ${got.length}.`;
    if (same(got, cut({ byColumns: true })))
      return "Your patches come column by column: the first row of patches first.";
    if (same(got, cut({ turned: true })))
      return "Inside of a patch rows and columns are exchanged: the first row of the patch first.";
    if (got.some((patch) => patch.length !== size * size)) return `A patch has ${size * size} numbers.`;
    return `The first patch is [${cut({})[0]!.join(", ")}], you give [${got[0]!.join(", ")}].`;
  }, options);
}
