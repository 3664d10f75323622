/** Exercise 10.1: painters that roll one die together. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: a row of `places` kinds, 0 … kinds − 1; `roll(n)` gives an integer below n, by the die. */
export type PaintTogether = (kinds: number, places: number, roll: (n: number) => number) => number[];

const rows = 400;

/** All places agree, and all kinds come about as often. */
export function checkPaintTogether(paint: PaintTogether, options?: CheckOptions): Feedback {
  return judge((die) => {
    const [kinds, places] = [3 + die.int(4), 5 + die.int(8)];
    const painted = Array.from({ length: rows }, () => written(paint(kinds, places, (n) => die.int(n))));
    const odd = painted.find((row) => row.length !== places || row.some((kind) => !(kind >= 0 && kind < kinds)));
    if (odd) return `Expected ${places} kinds from 0 to ${kinds - 1}, got [${odd.join(", ")}].`;
    const agreeing = painted.filter((row) => row.every((kind) => kind === row[0])).length;
    if (agreeing < rows / 10)
      return `${agreeing} of ${rows} rows agree: each place rolls its own die. Roll once, before you paint.`;
    if (agreeing < rows)
      return `${agreeing} of ${rows} rows agree: some of the places roll a die of their own. All must look at the same number.`;
    const shares = Array.from({ length: kinds }, (_, kind) => painted.filter((row) => row[0] === kind).length / rows);
    const used = shares.filter((share) => share > 0);
    if (used.length === 1) return `All ${rows} rows agree, and they are all the same: roll anew for each row.`;
    const entropy = used.reduce((sum, share) => sum - share * Math.log(share), 0);
    return entropy >= 0.95 * Math.log(kinds)
      ? undefined
      : `Not every kind comes as often: an entropy of ${entropy.toFixed(2)} nats, of ${Math.log(kinds).toFixed(2)} possible.`;
  }, options);
}
