/** Exercise 11.3: whether a generator has forgotten some of the world. Reference: Goodfellow 2016, "NIPS 2016 Tutorial: Generative Adversarial Networks", section 5.1. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: the share of the modes that has come among the samples, 0 … 1. */
export type Coverage = (samples: string[], modes: string[]) => number;

/** On planted generators: of full variety, collapsed, invalid, and silent. */
export function checkCoverage(coverage: Coverage, options?: CheckOptions): Feedback {
  return judge((die) => {
    const modes = Array.from({ length: 6 + die.int(5) }, (_, i) => `bar ${i}`);
    const known = die.shuffle(modes).slice(0, 2 + die.int(3));
    const collapsed = Array.from({ length: 60 }, (_, i) =>
      i < known.length ? known[i]! : die() < 0.3 ? "no bar" : known[0]!,
    );
    const right = known.length / modes.length;
    // whoever measures something else shall not be right by luck
    const validOf = (): number => collapsed.filter((sample) => modes.includes(sample)).length / collapsed.length;
    do collapsed.push("no bar");
    while ([right, (known.length + 1) / modes.length].includes(validOf()));
    const got = written(coverage([...collapsed], [...modes]));
    const valid = validOf();
    const kinds = new Set(collapsed).size;
    if (Math.abs(got - valid) < 1e-9)
      return "That is the share of samples that are valid. A generator that always gives the same right picture is valid, and has forgotten the rest.";
    if (Math.abs(got - kinds / modes.length) < 1e-9 && kinds !== known.length)
      return "You count a sample that is no mode: only right pictures count.";
    if (Math.abs(got - known.length) < 1e-9) return "That is how many. The share of all modes is asked for.";
    if (Math.abs(got - right) > 1e-9)
      return `Expected ${known.length} of ${modes.length}, ${right.toFixed(3)}; got ${got}.`;
    if (written(coverage([], [...modes])) !== 0) return "Without samples nothing is covered: 0.";
    if (written(coverage([...modes, ...modes], [...modes])) !== 1)
      return "Where every mode has come, even twice, it is 1.";
    return undefined;
  }, options);
}
