/** What every world keeps: the die decides everything, the Oracle agrees with what is drawn, and it tells itself apart. */
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import type { Rng } from "../../lib/core/index.ts";

export interface WorldContract<Sample> {
  /** One sample by the die. */
  draw: (die: Rng) => Sample;
  /** Whether the Oracle of the world accepts it; not made from `draw`. */
  accepts: (sample: Sample) => boolean;
  /** Samples that look like it and are wrong. */
  spoil: (sample: Sample, die: Rng) => Sample[];
  describe: (options: { rng: Rng }) => string;
}

const draws = 200;

export function worldContract<Sample>({ draw, accepts, spoil, describe }: WorldContract<Sample>): void {
  const drawn = (seed: number): Sample[] => {
    const die = rng(seed);
    return Array.from({ length: draws }, () => draw(die));
  };

  test("the same die gives the same samples, another die others", () => {
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  test("every sample is right by the Oracle", () => {
    for (const sample of drawn(3)) expect(accepts(sample), JSON.stringify(sample)).toBe(true);
  });

  test("what was spoiled is wrong by the Oracle", () => {
    const die = rng(4);
    for (const sample of drawn(5))
      for (const bad of spoil(sample, die)) expect(accepts(bad), JSON.stringify(bad)).toBe(false);
  });

  test("tells what it is, with three samples, the same for the same die", () => {
    const told = describe({ rng: rng(1) });
    expect(told).toBe(describe({ rng: rng(1) }));
    expect(told).toMatch(/^W-[A-Z]+, /u);
    expect(told.split("\n").length).toBeGreaterThanOrEqual(4);
  });
}
