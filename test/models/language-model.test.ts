import { describe, expect, it } from "vitest";
import { logProb } from "../../lib/models/index.ts";
import type { LanguageModel } from "../../lib/models/index.ts";

const coin: LanguageModel<string> = {
  nextDistribution: (context) =>
    new Map(
      context.length < 2
        ? [
            ["h", 0.25],
            ["t", 0.75],
          ]
        : [["END", 1]],
    ),
};

describe("logProb", () => {
  it("is the sum of the logarithms of the next-token probabilities", () => {
    expect(logProb(coin, ["h", "t"])).toBeCloseTo(Math.log(0.25 * 0.75), 12);
    expect(logProb(coin, ["h", "t"], { end: "END" })).toBeCloseTo(Math.log(0.25 * 0.75), 12);
  });

  it("is 0 for nothing, and −Infinity for what the model excludes", () => {
    expect(logProb(coin, [])).toBe(0);
    expect(logProb(coin, ["x"])).toBe(-Infinity);
    expect(logProb(coin, ["h"], { end: "END" })).toBe(-Infinity);
  });

  it("does not underflow on long text", () => {
    const half: LanguageModel<string> = {
      nextDistribution: () =>
        new Map([
          ["h", 0.5],
          ["t", 0.5],
        ]),
    };
    expect(logProb(half, Array<string>(5000).fill("h"))).toBeCloseTo(-5000 * Math.LN2, 6);
  });
});
