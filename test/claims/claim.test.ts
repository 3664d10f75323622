import { assert, integer, nat, property } from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claim, ClaimError, claimMime, claimTable, claimsMade, forgetClaims } from "../../lib/claims/index.ts";
import type { Claim } from "../../lib/claims/index.ts";
import { displaySymbol, InputError, installPublish, type Displayable, type MimeData } from "../../lib/core/index.ts";

const publishKey = Symbol.for("Jupyter.publish");
const shiftKey = Symbol.for("course.seedShift");
const globals = globalThis as unknown as Record<symbol, unknown>;
let published: MimeData[] = [];

beforeEach(() => {
  published = [];
  forgetClaims();
  installPublish(async (value) => {
    published.push((value as Displayable)[displaySymbol]() as MimeData);
  });
});
afterEach(() => {
  delete globals[publishKey];
  delete globals[shiftKey];
});

const card = (i = 0) =>
  published[i]![claimMime] as {
    holds: boolean;
    measured: string;
    sentence: string;
    seedShift: number;
    parts: unknown[];
  };
const attempt =
  (options: unknown, id = "1.15") =>
  () =>
    claim(id, options as Claim);

const holds = (options: object) => {
  try {
    claim("1.15", { ...options, noControl: "a test" } as Claim);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(ClaimError);
    return false;
  }
};

describe("claim", () => {
  it("shows a sentence that holds with its threshold, number, control arm and grade", () => {
    claim("1.15", { atLeast: 0.8, measured: 0.975, control: 0.18, controlAtMost: 0.4 });
    expect(card()).toMatchObject({ version: 1, id: "1.15", grade: "M", holds: true, seedShift: 0 });
    expect(card()).toMatchObject({ expected: "≥ 0.8", measured: "0.975", control: "0.18 (expected ≤ 0.4)" });
    expect(card().sentence).toMatch(/repeats itself/);
    expect(card().parts).toEqual([
      {
        name: "",
        expected: "≥ 0.8",
        measured: 0.975,
        holds: true,
        control: { expected: "≤ 0.4", measured: 0.18, holds: true },
      },
    ]);
    expect(Object.keys(published[0]!).sort()).toEqual([claimMime, "text/markdown", "text/plain"].sort());
  });

  it("shows a sentence that does not hold before it throws one line with all three", () => {
    const failing = attempt({ atLeast: 0.8, measured: 0.5, control: 0.18, controlAtMost: 0.4 });
    expect(failing).toThrow(ClaimError);
    expect(failing).toThrow("claim 1.15 does not hold: expected ≥ 0.8, measured 0.5 ✗; control 0.18 (expected ≤ 0.4)");
    expect(card().holds).toBe(false);
  });

  it("fails when only the control arm is not as expected", () => {
    expect(attempt({ atLeast: 0.8, measured: 0.9, control: 0.7, controlAtMost: 0.4 })).toThrow(
      "measured 0.9; control 0.7 (expected ≤ 0.4) ✗",
    );
    expect(card().parts[0]).toMatchObject({ holds: true, control: { holds: false } });
  });

  it("needs every one of several measurements", () => {
    const novel = { atLeast: 0.6, measured: 0.7, control: 0.04, controlBelow: 0.6 };
    claim("1.13", { all: { novel, grammatical: { atLeast: 0.9, measured: 0.95, noControl: "the grammar decides" } } });
    expect(card()).toMatchObject({ holds: true, measured: "novel 0.7; grammatical 0.95" });
    const poor = { atLeast: 0.9, measured: 0.89, noControl: "the grammar decides" };
    expect(attempt({ all: { novel, grammatical: poor } }, "1.13")).toThrow(
      "grammatical: expected ≥ 0.9, measured 0.89 ✗",
    );
  });

  it("holds for several seeds only if every seed holds", () => {
    claim("1.15", { atLeast: 0.8, measured: [0.9, 0.8], control: [0.1, 0.2], controlAtMost: 0.4 });
    expect(card().measured).toBe("0.8 … 0.9 (n = 2)");
    expect(attempt({ atLeast: 0.8, measured: [0.9, 0.79], control: 0, controlAtMost: 0.4 })).toThrow(ClaimError);
  });

  it("compares as the mathematics does, at and around every threshold", () => {
    assert(
      property(integer({ min: -3, max: 3 }), integer({ min: -3, max: 3 }), nat(3), (m, x, width) => {
        expect(holds({ measured: m, atLeast: x })).toBe(!(m < x));
        expect(holds({ measured: m, atMost: x })).toBe(!(m > x));
        expect(holds({ measured: m, above: x })).toBe(m > x);
        expect(holds({ measured: m, below: x })).toBe(m < x);
        expect(holds({ measured: m, equals: x })).toBe(m === x);
        expect(holds({ measured: m, between: [x, x + width] })).toBe(m - x >= 0 && m - x <= width);
      }),
    );
  });

  it("compares integers of any size, texts and truth values exactly", () => {
    claim("1.03", { equals: 10n ** 300n, measured: 1000n ** 100n, noControl: "an identity" });
    expect(JSON.parse(JSON.stringify(published[0]))[claimMime].parts[0].measured).toHaveLength(301);
    expect(attempt({ equals: 10n ** 300n, measured: 10n ** 300n + 1n, noControl: "an identity" })).toThrow(ClaimError);
    claim("1.09", { equals: "c0ffee", measured: "c0ffee", control: true, controlEquals: true });
    expect(attempt({ equals: 1, measured: "1", noControl: "a test" })).toThrow(ClaimError);
  });

  it("never lets rounding hide why it failed", () => {
    expect(attempt({ atLeast: 0.6, measured: 0.599_999_9, noControl: "a test" })).toThrow("measured 0.5999999 ✗");
  });

  it.each([
    ["an unknown id", "1.99", {}, 'claim id: expected 1.01 to 1.25 in this chapter, got "1.99"'],
    ["no id", undefined, {}, "claim id: expected a text like"],
    ["no options", "1.15", undefined, "claim 1.15: expected an object of options, got undefined"],
    [
      "NaN",
      "1.15",
      { atLeast: 1, measured: Number.NaN, noControl: "x" },
      "claim 1.15 measured: expected a finite number, got NaN",
    ],
    ["nothing measured", "1.15", { atLeast: 1, noControl: "x" }, "measured: expected a finite number, got undefined"],
    [
      "a text as size",
      "1.15",
      { atLeast: 1, measured: "2", noControl: "x" },
      'measured: expected a finite number, got "2"',
    ],
    [
      "one bad seed",
      "1.15",
      { atLeast: 1, measured: [1, Number.NaN], noControl: "x" },
      "measured[1]: expected a finite number",
    ],
    ["no seeds", "1.15", { atLeast: 1, measured: [], noControl: "x" }, "at least one number"],
    ["no expectation", "1.15", { measured: 1, noControl: "x" }, "claim 1.15: expected exactly one of atLeast, atMost"],
    ["two expectations", "1.15", { atLeast: 1, atMost: 2, measured: 1, noControl: "x" }, 'got "atLeast and atMost"'],
    [
      "a NaN threshold",
      "1.15",
      { atLeast: Number.NaN, measured: 1, noControl: "x" },
      "claim 1.15 atLeast: expected a finite",
    ],
    ["a reversed range", "1.15", { between: [2, 1], measured: 1, noControl: "x" }, "low ≤ high"],
    ["no control", "1.15", { atLeast: 1, measured: 1 }, "either a control arm or noControl"],
    ["an empty reason", "1.15", { atLeast: 1, measured: 1, noControl: " " }, "noControl: expected a reason"],
    [
      "control and reason",
      "1.15",
      { atLeast: 1, measured: 1, control: 1, controlAtMost: 2, noControl: "x" },
      'got "both"',
    ],
    ["a control without expectation", "1.15", { atLeast: 1, measured: 1, control: 1 }, "exactly one of controlAtLeast"],
    [
      "a NaN control",
      "1.15",
      { atLeast: 1, measured: 1, control: Number.NaN, controlAtMost: 1 },
      "claim 1.15 control: expected",
    ],
    ["no measurements", "1.15", { all: {} }, "claim 1.15 all: expected at least one measurement"],
  ])("refuses %s and shows nothing", (_, id, options, message) => {
    expect(() => claim(id as string, options as Claim)).toThrow(InputError);
    expect(() => claim(id as string, options as Claim)).toThrow(message);
    expect(published).toEqual([]);
    expect(claimsMade()).toEqual([]);
  });

  it("says by how much every seed was moved", () => {
    globals[shiftKey] = 3;
    claim("1.15", { atLeast: 0.8, measured: 0.9, control: 0.1, controlAtMost: 0.4 });
    expect(card().seedShift).toBe(3);
    expect(published[0]!["text/plain"]).toMatch(/every seed moved by 3/);
  });

  it("keeps a note and a name from breaking out of its table", () => {
    claim("1.15", { all: { "a|b\n<b>": { atLeast: 0, measured: 1, noControl: "x | y" } }, note: "<script>" });
    const markdown = published[0]!["text/markdown"] as string;
    expect(markdown).toContain("| a\\|b \\<b\\> | ≥ 0 | 1 | none: x \\| y |");
    expect(markdown).toContain("\\<script\\>");
  });
});

const table = (type: string) => (claimTable()[displaySymbol]() as Record<string, string>)[type]!;

describe("claimTable", () => {
  it("lists every claim of the run in order, failed ones included", () => {
    claim("1.22", { equals: 1, measured: 1, noControl: "arithmetic" });
    expect(attempt({ atLeast: 1, measured: 0, noControl: "x" }, "1.03")).toThrow(ClaimError);
    claim("1.15", { atLeast: 0.8, measured: 0.9, control: 0.1, controlAtMost: 0.4 });
    const rows = table("text/markdown")
      .split("\n")
      .filter((line) => /^\| [✓✗]/.test(line));
    expect(rows.map((row) => row.slice(2, 8))).toEqual(["✗ | 1.", "✓ | 1.", "✓ | 1."]);
    expect(rows.map((row) => /\d\.\d\d/.exec(row)![0])).toEqual(["1.03", "1.15", "1.22"]);
    expect(rows[1]).toContain("| ≥ 0.8 | 0.9 | 0.1 (expected ≤ 0.4) | M |");
    expect(table("text/plain")).toContain("3 claims, 1 not as expected.");
  });

  it("keeps one row for a cell that is run again, and two for one claim tested by two measurements", () => {
    const r2 = { atLeast: 0.99, measured: 0.995, noControl: "x" };
    claim("1.06", { all: { "R²": r2 } });
    claim("1.06", { all: { "R²": { ...r2, measured: 0.999 } } });
    claim("1.06", { all: { accuracy: r2 } });
    expect(claimsMade()).toHaveLength(2);
    expect(table("text/plain")).toContain("R² 0.999");
    expect(table("text/plain")).not.toContain("R² 0.995");
  });

  it("is empty, not broken, before the first claim", () => {
    expect(table("text/plain")).toContain("0 claims, all hold");
  });
});
