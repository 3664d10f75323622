import { describe, expect, test } from "vitest";
import {
  compareOutputs,
  jsonDifference,
  numbersAgree,
  renderDifferences,
  textsAgree,
} from "../../lib/runner/compare/index.ts";
import type { NotebookOutput } from "../../lib/notebook/index.ts";

const stream = (text: string): NotebookOutput => ({ output_type: "stream", name: "stdout", text });
const shown = (data: Record<string, unknown>, metadata = {}): NotebookOutput => ({
  output_type: "display_data",
  data,
  metadata,
});

const result = (execution_count: number): NotebookOutput => ({
  output_type: "execute_result",
  execution_count,
  data: {},
  metadata: {},
});
const error = (at: string): NotebookOutput => ({ output_type: "error", ename: "E", evalue: "m", traceback: [at] });

describe("numbersAgree", () => {
  test.each([
    [1, 1, undefined, true],
    [1, 1 + Number.EPSILON, undefined, false],
    [100, 101, { relative: 0.01 }, true],
    [100, 101.001, { relative: 0.01 }, false],
    [0, 1e-9, { relative: 0.5 }, false],
    [0, 1e-9, { absolute: 1e-9 }, true],
    [0.1, 0.12, { absolute: 0.02 }, true],
    [-1, 1, { absolute: 1 }, false],
    [NaN, NaN, undefined, true],
    [NaN, 1, { absolute: 1e9 }, false],
    [1, Infinity, { relative: 1 }, false],
  ])("committed %d, now %d, tolerance %o: %s", (committed, actual, tolerance, agree) => {
    expect(numbersAgree(committed, actual, tolerance)).toBe(agree);
  });
});

describe("textsAgree", () => {
  const one = { relative: 0.01 };
  test.each([
    ["loss 1.00", "loss 1.001", one, true],
    ["loss 1.00", "loss 1.02", one, false],
    ["loss 1.00", "cost 1.00", one, false],
    ["loss 1.00", "loss 1.001", undefined, false],
    ["step  9.99 |", "step 10.01 |", one, true],
    ["1 2 3", "1 2", one, false],
    ["v1.2.3", "v1.2.4", { absolute: 9 }, false],
    ["layer2 x", "layer3 x", { absolute: 9 }, false],
    ["−1.00", "-1.001", one, true],
    ["12.0ms", "12.1ms", one, true],
    ["[100,200]", "[100,203]", one, false],
  ])("%j and %j within %o: %s", (committed, actual, tolerance, agree) => {
    expect(textsAgree(committed, actual, tolerance)).toBe(agree);
  });
});

describe("jsonDifference", () => {
  test("names the path of the first difference", () => {
    expect(jsonDifference({ data: [{ y: [1, 2] }] }, { data: [{ y: [1, 3] }] })).toBe(
      "data[0].y[1]: expected 2, got 3",
    );
    expect(jsonDifference({ a: 1 }, { a: 1, b: 2 })).toBe("b: expected nothing, got 2");
    expect(jsonDifference([1], [1, 2])).toBe("value: expected 1 items, got 2");
    expect(jsonDifference({ a: null }, { a: {} })).toBe("a: expected null, got {}");
  });

  test("forgives numbers, also those in texts, within the tolerance, and nothing else", () => {
    const tolerance = { absolute: 0.1 };
    expect(
      jsonDifference({ y: [1], title: "ends at 1.00" }, { y: [1.05], title: "ends at 1.05" }, tolerance),
    ).toBeUndefined();
    expect(jsonDifference({ kind: "bar" }, { kind: "line" }, tolerance)).toBeDefined();
    expect(jsonDifference({ n: 1 }, { n: true }, tolerance)).toBeDefined();
  });
});

describe("compareOutputs", () => {
  test("finds no difference between outputs that are the same", async () => {
    expect(await compareOutputs([], [])).toEqual([]);
    expect(await compareOutputs([stream("a")], [stream("a")])).toEqual([]);
  });

  test("finds an output that is new, gone, or of another kind", async () => {
    expect(await compareOutputs([], [stream("a")])).toMatchObject([{ where: "output 1 is new", actual: "a" }]);
    expect(await compareOutputs([stream("a")], [])).toMatchObject([{ where: "output 1 is gone", committed: "a" }]);
    expect(await compareOutputs([stream("a")], [shown({})])).toMatchObject([
      { where: "output 1 (stdout → display_data)" },
    ]);
  });

  test("compares every form of a bundle, and its metadata", async () => {
    const before = shown({ "text/plain": "a", "application/json": { x: 1 } }, { alt: "one" });
    const after = shown({ "text/plain": "a", "application/json": { x: 2 }, "text/html": "<b>" }, { alt: "two" });
    expect((await compareOutputs([before], [after])).map(({ where }) => where)).toEqual([
      "output 1, application/json",
      "output 1, text/html is new",
      "output 1, metadata",
    ]);
  });

  test("ignores the execution count and a traceback's files", async () => {
    expect(await compareOutputs([result(1), error("x")], [result(2), error("y")])).toEqual([]);
    expect(await compareOutputs([error("x")], [{ ...error("x"), evalue: "n" } as NotebookOutput])).toHaveLength(1);
  });
});

describe("renderDifferences", () => {
  test("shows what the file has with - and what came with +", () => {
    expect(renderDifferences([{ where: "output 1, stdout", committed: "a\nb\n", actual: "a\nc\n" }])).toBe(
      "output 1, stdout\n  a\n- b\n+ c",
    );
  });

  test("does not let an output drive the terminal, nor fill it", () => {
    const text = renderDifferences([{ where: "w", committed: "", actual: `\u001b[2J\u0007x\n${"y\n".repeat(1000)}` }]);
    // oxlint-disable-next-line no-control-regex -- looking for them is the point
    expect(text).not.toMatch(/[\x00-\x09\x0b-\x1f]/);
    expect(text.split("\n").length).toBeLessThan(50);
  });
});

describe("outputs of a training", () => {
  const tolerance = { trained: true };
  const differences = async (before: NotebookOutput[], after: NotebookOutput[]) =>
    (await compareOutputs(before, after, tolerance)).map(({ where }) => where);

  test("may say something else, in as many outputs of the same kinds", async () => {
    expect(
      await differences(
        [stream("loss 1.2"), shown({ "text/plain": "a" })],
        [stream("x"), shown({ "text/plain": "b" })],
      ),
    ).toEqual([]);
  });

  test("differ where one is new, gone, of another kind or shown in another way", async () => {
    expect(await differences([], [stream("a")])).toEqual(["output 1 is new"]);
    expect(await differences([stream("a")], [])).toEqual(["output 1 is gone"]);
    expect(await differences([stream("a")], [error("here")])).toEqual(["output 1 (stdout → error)"]);
    expect(await differences([shown({ "text/plain": "a" })], [shown({ "text/plain": "a", "image/png": "" })])).toEqual([
      "output 1, MIME types",
    ]);
  });
});
