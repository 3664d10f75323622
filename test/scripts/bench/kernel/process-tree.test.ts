import { describe, expect, test } from "vitest";
import { ticksIn } from "../../../../scripts/bench/kernel/process-cpu.ts";
import { descendants, statFields } from "../../../../scripts/bench/kernel/process-tree.ts";

test("descendants are children and theirs, and nobody else", () => {
  const parents = new Map([
    [10, 1],
    [11, 10],
    [12, 10],
    [13, 12],
    [20, 1],
    [1, 0],
  ]);
  expect(descendants(10, parents).toSorted((a, b) => a - b)).toEqual([10, 11, 12, 13]);
  expect(descendants(20, parents)).toEqual([20]);
});

/** The first 18 fields of proc(5), with the times 120, 30, 5 and 4. */
const stat = (name: string): string => `77 (${name}) S 41 77 77 0 -1 4194304 5000 600 7 8 120 30 5 4 20 0`;

describe("a line of /proc/<pid>/stat", () => {
  test("gives the parent and the times, of a program with whatever name", () => {
    for (const name of ["node", "tmux: server", "a) S 1 (b", "(sd-pam)", ""]) {
      expect(statFields(stat(name))[0]).toBe(41);
      expect(ticksIn(stat(name))).toBe(120 + 30 + 5 + 4);
    }
  });

  test("of a process that has ended counts nothing", () => {
    expect(ticksIn("")).toBe(0);
  });
});
