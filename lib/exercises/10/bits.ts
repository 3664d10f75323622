/** Exercise 10.5: bits and decibels. Reference: Bennett 1948, "Spectra of Quantized Signals". */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: samples from −1 to 1, rounded to 2^bits values, each the middle of its step. */
export type RoundTo = (samples: number[], bits: number) => number[];

/** As many values as the bits allow, and the noise that theory says, on sines of random pitch. */
export function checkRoundTo(roundTo: RoundTo, options?: CheckOptions): Feedback {
  return judge((die) => {
    const step = 0.01 + 0.3 * die();
    const sine = Array.from({ length: 6000 }, (_, i) => Math.sin(step * i));
    for (const bits of [2, 4 + die.int(3), 10]) {
      const got = written(roundTo([...sine], bits));
      if (got.length !== sine.length) return `Expected ${sine.length} samples, got ${got.length}.`;
      if (!got.every((value) => value > -1 && value < 1))
        return `Values lie inside of −1 … 1: the middle of the highest of ${2 ** bits} steps is ${1 - 2 ** -bits}.`;
      const values = new Set(got).size;
      if (values > 2 ** bits)
        return `${bits} bits have ${2 ** bits} values, and you use ${values}: steps, not their ends, are counted.`;
      const noise = got.reduce((sum, value, i) => sum + (value - sine[i]!) ** 2, 0);
      const decibels = 10 * Math.log10(sine.reduce((sum, value) => sum + value * value, 0) / noise);
      const theory = 6.02 * bits + 1.76;
      if (decibels < theory - 3)
        return `With ${bits} bits the noise is ${(theory - decibels).toFixed(1)} dB above theory: take the middle of each step, not its lower end.`;
      if (Math.abs(decibels - theory) > 2.5)
        return `With ${bits} bits: expected about ${theory.toFixed(1)} dB, got ${decibels.toFixed(1)}.`;
    }
    return undefined;
  }, options);
}
