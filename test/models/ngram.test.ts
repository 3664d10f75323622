import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { logProb, trainNgram } from "../../lib/models/index.ts";

const text = ["the cat sat", "the cat ran", "the dog ran"].map((sentence) => sentence.split(" "));

describe("an n-gram table", () => {
  it("divides counts, as by hand", () => {
    const table = trainNgram(text, { order: 1, end: "END" });
    expect(Object.fromEntries(table.nextDistribution(["the"]))).toEqual({ cat: 2 / 3, dog: 1 / 3 });
    expect(Object.fromEntries(table.nextDistribution(["a", "cat"]))).toEqual({ sat: 0.5, ran: 0.5 });
    expect(Object.fromEntries(table.nextDistribution(["ran"]))).toEqual({ END: 1 });
    expect(table.count(["the"], "cat")).toBe(2);
    expect(table.count(["the"], "sat")).toBe(0);
    expect(table.contexts).toBe(6 - 1 + 1); // start, the, cat, dog, sat, ran
  });

  it("at order 0 gives the shares of all tokens whatever came before", () => {
    const table = trainNgram(text, { order: 0, end: "END" });
    const expected = { the: 3 / 12, cat: 2 / 12, sat: 1 / 12, ran: 2 / 12, dog: 1 / 12, END: 3 / 12 };
    expect(Object.fromEntries(table.nextDistribution([]))).toEqual(expected);
    expect(Object.fromEntries(table.nextDistribution(["zzz", "cat"]))).toEqual(expected);
  });

  it("tells the start of a sequence from the middle", () => {
    const table = trainNgram([["a", "b", "a", "c"]], { order: 2 });
    expect([...table.nextDistribution([])]).toEqual([["a", 1]]);
    expect([...table.nextDistribution(["a"])]).toEqual([["b", 1]]);
    expect([...table.nextDistribution(["b", "a"])]).toEqual([["c", 1]]);
  });

  it("says nothing about contexts it never saw", () => {
    const table = trainNgram(text, { order: 1 });
    expect(table.nextDistribution(["zzz"]).size).toBe(0);
    expect(table.nextDistribution(["ran"]).size).toBe(0);
  });

  it("keeps tokens apart that only look alike", () => {
    const table = trainNgram<string | number>(
      [
        [1, "a"],
        ["1", "b"],
        ["x,y", "c"],
        ["x", "y", "d"],
      ],
      { order: 2 },
    );
    expect([...table.nextDistribution([1]).keys()]).toEqual(["a"]);
    expect([...table.nextDistribution(["1"]).keys()]).toEqual(["b"]);
    expect([...table.nextDistribution(["x,y"]).keys()]).toEqual(["c"]);
    expect([...table.nextDistribution(["x", "y"]).keys()]).toEqual(["d"]);
  });

  it("looks where it is told: place instead of neighbours", () => {
    const pictures = [
      [0, 1, 0],
      [0, 0, 0],
    ];
    const table = trainNgram(pictures, { order: 0, context: (before) => [before.length] });
    expect(Object.fromEntries(table.nextDistribution([7]))).toEqual({ 0: 0.5, 1: 0.5 });
    expect(Object.fromEntries(table.nextDistribution([7, 7]))).toEqual({ 0: 1 });
  });

  it("gives distributions that sum to one on any data", () => {
    const sequences = fc.array(fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 6 }), { minLength: 1 });
    fc.assert(
      fc.property(sequences, fc.nat({ max: 4 }), (data, order) => {
        const table = trainNgram(data, { order, end: -1 });
        for (const sequence of data) {
          const p = [...table.nextDistribution(sequence).values()];
          if (Math.abs(p.reduce((sum, x) => sum + x, 0) - 1) > 1e-12) return false;
        }
        return true;
      }),
    );
  });

  it("is the table that makes its training text likeliest: no neighbour table does better", () => {
    const table = trainNgram(text, { order: 1, end: "END" });
    const total = text.reduce((sum, sentence) => sum + logProb(table, sentence, { end: "END" }), 0);
    // by hand: p(the) = 1, p(cat|the)² p(dog|the), p(sat|cat) p(ran|cat), p(ran|dog) = 1, END = 1
    expect(total).toBeCloseTo(Math.log((4 / 9) * (1 / 3) * (1 / 4)), 12);
  });

  it("refuses no data and orders that are none", () => {
    expect(() => trainNgram([], { order: 1 })).toThrow("trainNgram sequences: expected at least one sequence");
    expect(() => trainNgram(text, { order: -1 })).toThrow("trainNgram order");
    expect(() => trainNgram(text, { order: 1.5 })).toThrow("trainNgram order");
  });
});
