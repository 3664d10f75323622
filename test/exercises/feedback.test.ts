import { describe, expect, it } from "vitest";
import { bundleOf, rng } from "../../lib/core/index.ts";
import { judge, written } from "../../lib/exercises/feedback.ts";

const allIsWell = (): undefined => undefined;

describe("judge", () => {
  it("draws five other seeds each time and says which", () => {
    const [a, b] = [judge(() => undefined), judge(() => undefined)];
    expect(a.seeds).toHaveLength(5);
    expect(a.seeds).not.toEqual(b.seeds);
    expect(a.passed).toBe(true);
  });

  it("repeats the trials whose seeds it is given", () => {
    const drawn: number[] = [];
    judge((die) => void drawn.push(die()), { seeds: [1, 2] });
    expect(drawn).toEqual([rng(1)(), rng(2)()]);
  });

  it("reports the first complaint with its seed", async () => {
    const feedback = judge((die) => (die() < 2 ? "no" : undefined), { seeds: [7, 8] });
    expect(feedback.passed).toBe(false);
    expect((await bundleOf(feedback)).data["text/plain"]).toBe("✗ no (seed 7)\n  seeds: 7, 8");
  });

  it("turns an error of the student's code into a complaint", () => {
    const feedback = judge(() => {
      throw new TypeError("p is not iterable");
    });
    expect(feedback).toMatchObject({ passed: false, message: "Your code stopped with: p is not iterable" });
  });

  it("refuses seeds that are none, and to call no trial at all right", () => {
    expect(() => judge(allIsWell, { seeds: [] })).toThrow(
      "judge seeds: expected at least one seed, got Array of length 0",
    );
    expect(() => judge(allIsWell, { seeds: [-1] })).toThrow(
      "judge seeds: expected an integer from 0 to 4294967295, got -1",
    );
  });

  it("shows the same text each time while nothing is written", async () => {
    const feedback = judge(() => written(undefined));
    expect(feedback.passed).toBeUndefined();
    expect((await bundleOf(feedback)).data["text/plain"]).toBe("… Not written yet.");
  });
});
