import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { blank, maskPredict } from "../../lib/generate/index.ts";
import type { Distribution, FillingModel } from "../../lib/generate/index.ts";

/** All places hold the same letter of K: with nothing written every letter is as likely, after that the first one's. */
function chorus(length: number, letters: readonly string[]): FillingModel<string> {
  return {
    fill(text) {
      const sung = text.find((held) => held !== blank);
      const sure: Distribution<string> =
        sung === undefined
          ? new Map(letters.map((letter) => [letter, 1 / letters.length]))
          : new Map([[sung as string, 1]]);
      return Array.from({ length }, () => sure);
    },
  };
}

test("all at once is coherent with probability K · K⁻ⁿ, one after another always: exact marginals are not enough", () => {
  const [n, letters] = [3, ["a", "b"]];
  const die = rng(3);
  const draws = 4_000;
  const share = (passes: number) => {
    let coherent = 0;
    for (let i = 0; i < draws; i++)
      coherent += Number(new Set(maskPredict(chorus(n, letters), { length: n, passes, rng: die })).size === 1);
    return coherent / draws;
  };
  const expected = letters.length * letters.length ** -n;
  expect(Math.abs(share(1) - expected)).toBeLessThan(5 * Math.sqrt((expected * (1 - expected)) / draws));
  expect(share(n)).toBe(1);
});

test("after pass i of n, ⌈length · i / n⌉ places are kept, and what is kept stays", () => {
  for (const [length, passes] of [
    [7, 3],
    [4, 4],
    [5, 8],
    [1, 1],
    [3, 2],
  ] as const) {
    const counts: number[] = [];
    let before: readonly unknown[] = [];
    const text = maskPredict(chorus(length, ["a", "b"]), {
      length,
      passes,
      rng: rng(1),
      watch(kept) {
        counts.push(kept.filter((held) => held !== blank).length);
        before.forEach((held, i) => held !== blank && expect(kept[i]).toBe(held));
        before = kept;
      },
    });
    expect(counts).toEqual(Array.from({ length: passes }, (_, i) => Math.ceil((length * (i + 1)) / passes)));
    expect(text).toEqual(before);
  }
});

test("what the model is surest of is kept first", () => {
  const sureness = [0.6, 0.9, 0.7, 0.8];
  const model: FillingModel<string> = {
    fill: () =>
      sureness.map(
        (p) =>
          new Map([
            ["x", p],
            ["y", 1 - p],
          ]),
      ),
  };
  const order: number[] = [];
  maskPredict(model, {
    length: 4,
    passes: 4,
    watch: (kept) => order.push(...kept.flatMap((held, i) => (held !== blank && !order.includes(i) ? [i] : []))),
  });
  expect(order).toEqual([1, 3, 2, 0]);
});

test("without a die the likeliest is taken; in a random order the die is needed", () => {
  const model: FillingModel<string> = {
    fill: (text) =>
      text.map(
        () =>
          new Map([
            ["x", 0.4],
            ["y", 0.6],
          ]),
      ),
  };
  expect(maskPredict(model, { length: 3, passes: 2 })).toEqual(["y", "y", "y"]);
  expect(() => maskPredict(model, { length: 3, passes: 2, order: "random" })).toThrow(
    "maskPredict rng: expected one, for a random order",
  );
  const orders = new Set(
    Array.from({ length: 40 }, (_, seed) => {
      let first = "";
      maskPredict(model, {
        length: 3,
        passes: 3,
        rng: rng(seed),
        order: "random",
        watch: (kept) => (first ||= String(kept.findIndex((held) => held !== blank))),
      });
      return first;
    }),
  );
  expect([...orders].toSorted()).toEqual(["0", "1", "2"]);
});

test("no places, and bad numbers", () => {
  expect(maskPredict(chorus(0, ["a"]), { length: 0, passes: 3 })).toEqual([]);
  expect(() => maskPredict(chorus(2, ["a"]), { length: 3, passes: 1 })).toThrow(
    "maskPredict model: expected 3 distributions",
  );
  expect(() => maskPredict(chorus(2, ["a"]), { length: 2, passes: 0 })).toThrow("maskPredict passes");
});

test("of places that are equally sure the first is kept first", () => {
  const model: FillingModel<string> = { fill: (text) => text.map(() => new Map([["x", 1]])) };
  const order: number[] = [];
  maskPredict(model, {
    length: 5,
    passes: 5,
    watch: (kept) => order.push(...kept.flatMap((held, i) => (held !== blank && !order.includes(i) ? [i] : []))),
  });
  expect(order).toEqual([0, 1, 2, 3, 4]);
});
