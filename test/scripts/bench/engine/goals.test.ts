import { expect, test } from "vitest";
import type { Results } from "../../../../scripts/bench/engine/goals.ts";
import { goalTable } from "../../../../scripts/bench/engine/goals.ts";
import type { Outcome } from "../../../../scripts/bench/engine/rounds.ts";

const outcome = (steps: number[], more: Partial<Outcome> = {}): Outcome => ({
  steps,
  firstMs: [140],
  recording: [],
  losses: [4, 3],
  peakMb: 300,
  fallbacks: [],
  others: 0,
  ...more,
});

/** The cells of the line that begins with `title` and names `peer`. */
function line(results: Results, title: string, peer = ""): string[] | undefined {
  const rows = goalTable(results).map((text) => text.split("|").map((cell) => cell.trim()));
  return rows.find((cells) => cells[1]!.startsWith(title) && cells[4] === peer)?.slice(2, -1);
}

const training: Results["training"] = {
  gpt: {
    ours: outcome([40, 50, 60], { recording: [2, 4, 9] }),
    torch: outcome([40, 40, 80], { peakMb: 800 }),
    tfjsNode: "no library",
  },
  gptLong: { ours: outcome([90]), torch: outcome([60]) },
  gptWide: { ours: outcome([60]), torch: outcome([60]) },
};

test("a step is a multiple of the peer's, by the best and by the median, and the median is judged", () => {
  expect(line({ training }, "GPT step, plain", "PyTorch eager")).toEqual([
    "40 / 50",
    "40",
    "PyTorch eager",
    "1 / 1.25",
    "≤ 1",
    "NO",
  ]);
});

test("what was not measured is not judged, and what is not ours has no line", () => {
  expect(line({ training }, "GPT step, plain", "tfjs-node")?.at(-1)).toBe("?");
  expect(line({ training }, "U-Net")).toBeUndefined();
  expect(goalTable({ training: {} })).toEqual([]);
});

test("a goal without a peer is in the unit of the row, and both of its limits must hold", () => {
  expect(line({ training }, "· of it")).toEqual(["2 / 4", "", "", "", "≤ 3 / 7", "yes"]);
  const slow = { gpt: { ours: outcome([50], { recording: [4, 4] }) } };
  expect(line({ training: slow }, "· of it")?.at(-1)).toBe("NO");
  expect(line({ training }, "first GPT step")).toEqual(["140", "", "", "", "≤ 150", "yes"]);
});

test("work that grows is to grow as the peer's does", () => {
  expect(line({ training }, "GPT step with 4 times", "PyTorch eager")?.slice(3)).toEqual(["1.5", "≤ 1.25", "NO"]);
  expect(line({ training }, "GPT step with 16 times", "PyTorch eager")?.slice(3)).toEqual(["1", "≤ 1.25", "yes"]);
});

test("speeds are to be high", () => {
  const decoding = { relaxed: [900, 1000, 2000], PyTorch: [100, 110, 120], C: "no gcc" };
  expect(line({ training: {}, decoding }, "greedy decoding, engine relaxed", "PyTorch")).toEqual([
    "2,000 / 1,000",
    "120 / 110",
    "PyTorch",
    "16.7 / 9.09",
    "≥ 9",
    "yes",
  ]);
  expect(line({ training: {}, decoding }, "greedy decoding, engine relaxed", "C")?.slice(3)).toEqual([
    "–",
    "≥ 0.8",
    "?",
  ]);
});
