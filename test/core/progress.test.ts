import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { clearOutput, displaySymbol, installClear, installPublish, progress } from "../../lib/core/index.ts";
import type { Displayable, MimeData, Publish } from "../../lib/core/index.ts";

type Shown = { text: string; html: string } & Parameters<Publish>[1];
let shown: Shown[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  shown = [];
  installPublish(async (value, options) => {
    const data = (await (value as Displayable)[displaySymbol]()) as MimeData;
    shown.push({ text: String(data["text/plain"]), html: String(data["text/html"]), ...options });
  });
});
afterEach(() => {
  vi.useRealTimers();
  delete (globalThis as Record<symbol, unknown>)[Symbol.for("Jupyter.publish")];
});

const texts = async (): Promise<string[]> => {
  await vi.advanceTimersByTimeAsync(0);
  return shown.map(({ text }) => text);
};

function* two(): Generator<number> {
  yield 1;
  yield 2;
}

async function* three(): AsyncGenerator<number> {
  yield* [1, 2, 3];
}

/** Go through `items` with `ms` for each. */
function spend<T>(items: Iterable<T>, ms: number): T[] {
  const seen: T[] = [];
  for (const item of items) {
    seen.push(item);
    vi.advanceTimersByTime(ms);
  }
  return seen;
}

test("a loop sees its items, and its reader how many are done, what is left, and how long it took", async () => {
  expect(spend(progress(["a", "b", "c", "d"], { label: "training" }), 2000)).toEqual(["a", "b", "c", "d"]);
  expect(await texts()).toEqual([
    "training: 0 of 4 (0 %), 0.00 s so far",
    "training: 1 of 4 (25 %), about 6.0 s left",
    "training: 2 of 4 (50 %), about 4.0 s left",
    "training: 3 of 4 (75 %), about 2.0 s left",
    "training: 4 of 4 (100 %), 8.0 s so far",
    "training: 4 of 4 in 8.0 s",
  ]);
});

test("all states replace one output, which no other progress shares", async () => {
  spend(progress([1, 2]), 200);
  spend(progress([1, 2]), 200);
  await texts();
  expect(shown.map(({ update }) => update)).toEqual([false, true, true, true, false, true, true, true]);
  expect(new Set(shown.slice(0, 4).map(({ displayId }) => displayId)).size).toBe(1);
  expect(new Set(shown.map(({ displayId }) => displayId)).size).toBe(2);
});

test("a fast loop is shown at most ten times a second", async () => {
  spend(progress(Array.from({ length: 10_000 }, (_, i) => i)), 1);
  const all = await texts();
  expect(all.length).toBeGreaterThan(90);
  expect(all.length).toBeLessThanOrEqual(102);
  expect(all.at(-1)).toBe("10000 of 10000 in 10 s");
});

test.each([
  ["nothing", [], "0 of 0 in 0.00 s"],
  ["a set", new Set([1, 2]), "2 of 2 in 0.00 s"],
  ["a map", new Map([[1, 2]]), "1 of 1 in 0.00 s"],
  ["a text", "ab", "2 of 2 in 0.00 s"],
  ["numbers", Float32Array.of(1), "1 of 1 in 0.00 s"],
])("the total of %s is its own", async (_, items, end) => {
  spend(progress(items as Iterable<unknown>), 0);
  expect((await texts()).at(-1)).toBe(end);
});

test("without a total the count goes on alone, and a given total wins", async () => {
  spend(progress(two()), 200);
  expect(await texts()).toEqual(["0, 0.00 s so far", "1, 0.20 s so far", "2, 0.40 s so far", "2 in 0.40 s"]);
  shown = [];
  spend(progress(two(), { total: 4 }), 0);
  expect((await texts()).at(-1)).toBe("2 of 4 in 0.00 s");
});

test("a loop that is left early says where, and closes what it goes through", async () => {
  let closed = 0;
  function* endless(): Generator<number> {
    try {
      for (let i = 0; ; i++) yield i;
    } finally {
      closed++;
    }
  }
  for (const each of progress(endless())) if (each === 3) break;
  expect(() => {
    for (const each of progress(endless())) throw new Error(String(each));
  }).toThrow("0");
  expect(closed).toBe(2);
  expect((await texts()).filter((text) => text.includes("stopped"))).toEqual([
    "3, stopped after 0.00 s",
    "0, stopped after 0.00 s",
  ]);
});

test("a stream is gone through as a list is", async () => {
  const seen: number[] = [];
  for await (const each of progress(three(), { total: 3 })) seen.push(each);
  expect(seen).toEqual([1, 2, 3]);
  expect((await texts()).at(-1)).toBe("3 of 3 in 0.00 s");
});

test("outside a notebook only the end is printed", async () => {
  delete (globalThis as Record<symbol, unknown>)[Symbol.for("Jupyter.publish")];
  const log = vi.spyOn(console, "log").mockImplementation(() => {});
  spend(progress([1, 2]), 200);
  await vi.advanceTimersByTimeAsync(0);
  expect(log.mock.calls).toEqual([["2 of 2 in 0.40 s"]]);
  log.mockClear();
});

test.each([
  [() => progress(5 as never), "progress: expected something to go through, as for…of does, got 5"],
  [() => progress(undefined as never), "progress: expected something to go through, as for…of does, got undefined"],
  [() => progress([], { total: NaN }), "progress total: expected a number, 0 or more, got NaN"],
  [() => progress([], { total: -1 }), "progress total: expected a number, 0 or more, got -1"],
])("what cannot be gone through is refused at the call", (call, message) => {
  expect(call).toThrow(message);
});

test("clearOutput tells its host whether to wait, and does nothing without one", () => {
  clearOutput();
  const cleared: unknown[] = [];
  installClear((options) => cleared.push(options));
  clearOutput();
  clearOutput({ wait: true });
  delete (globalThis as Record<symbol, unknown>)[Symbol.for("Jupyter.clear")];
  expect(cleared).toEqual([{ wait: false }, { wait: true }]);
});
