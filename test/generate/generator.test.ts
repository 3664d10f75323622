import { describe, expect, it } from "vitest";
import type { Rng } from "../../lib/core/index.ts";
import { rng } from "../../lib/core/index.ts";
import { checkContract } from "../../lib/generate/index.ts";
import type { Generator } from "../../lib/generate/index.ts";

/** `n` coin flips for the condition `n`. */
const coins: Generator<number, string> = {
  generate: (n, { rng: r }) => Array.from({ length: n }, () => r.pick(["h", "t"])).join(""),
};
const options = { conditions: [8, 12], accepts: (output: string, n: number) => output.length === n, rng };
const failed = (generator: Generator<number, string>, more = {}) =>
  checkContract(generator, { ...options, ...more })
    .filter(({ passed }) => !passed)
    .map(({ rule }) => rule);

describe("the contract of a generator", () => {
  it("passes for one that keeps it", () => {
    expect(failed(coins)).toEqual([]);
  });

  it("catches a hidden die", () => {
    let hidden = 0;
    expect(failed({ generate: (n) => String(hidden++).padStart(n, "h") })).toContain(
      "same condition, same die, same output",
    );
  });

  it("catches one that says the same thing always", () => {
    expect(failed({ generate: (n) => "h".repeat(n) })).toEqual(["another die, another output"]);
  });

  it("catches one that ignores its condition", () => {
    expect(failed({ generate: (_, { rng: r }: { rng: Rng }) => coins.generate(3, { rng: r }) })).toEqual([
      "the output fits the condition",
    ]);
  });

  it("catches one that writes into its condition", () => {
    const list = [8];
    const greedy: Generator<number[], string> = {
      generate(condition, { rng: r }) {
        condition.push(1);
        return coins.generate(8, { rng: r });
      },
    };
    const results = checkContract(greedy, { conditions: [list], accepts: () => true, rng });
    expect(results.filter(({ passed }) => !passed).map(({ rule }) => rule)).toEqual(["the condition stays as it was"]);
  });

  it("says what it looked at, or where the contract was broken", () => {
    expect(checkContract(coins, options).map(({ detail }) => detail)).toEqual([
      "40 times",
      "20 draws each",
      "1.00 of 40",
      "[8,12]",
    ]);
    let calls = 0;
    const drifting: Generator<number, string> = {
      generate: (n, { rng: r }) => `${calls++}${coins.generate(n, { rng: r })}`,
    };
    expect(checkContract(drifting, options)[0]!.detail).toBe("not for seed 0");
    expect(checkContract({ generate: (n) => "h".repeat(n) }, options)[1]!.detail).toBe("not for 8");
    // of 8 and 12 letters always 8: half is right
    const half: Generator<number, string> = { generate: (_, { rng: r }) => coins.generate(8, { rng: r }) };
    expect(checkContract(half, options)[2]).toMatchObject({ passed: false, detail: "0.50 of 40" });
    expect(checkContract(half, { ...options, acceptedShare: 0.5 })[2]!.passed).toBe(true);
    expect(checkContract(coins, { ...options, draws: 3 })[0]!.detail).toBe("6 times");
  });
});
