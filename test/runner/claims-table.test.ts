import { describe, expect, test } from "vitest";
import { claimsText, parseInventory } from "../../lib/runner/claims-table.ts";
import type { FoundClaim, NotebookReport, RunReport } from "../../lib/runner/index.ts";

const row = (id: string, chapter: number) => ({ id, chapter, sentence: `Sentence ${id}.` });
const inventory = parseInventory(JSON.stringify([row("1.01", 1), row("1.02", 1), row("2.01", 2)]));

function run(notebook: string, ...claims: Partial<FoundClaim>[]): RunReport {
  const full = claims.map((claim) => ({
    sentence: "",
    grade: "T",
    expected: "≥ 1",
    measured: "2",
    control: "0",
    holds: true,
    cell: 4,
    cellId: "c",
    ...claim,
  }));
  return { exitCode: 0, notebooks: [{ notebook, claims: full } as unknown as NotebookReport] };
}

describe("claimsText", () => {
  test("says of every claim of the chapter whether it is covered, where and with which numbers", () => {
    const text = claimsText(run("notebooks/01-a.ipynb", { id: "1.02" }), inventory);
    expect(text).toMatch(/^missing +1\.01 .*Sentence 1\.01\.$/m);
    expect(text).toMatch(/^holds +1\.02 +notebooks\/01-a\.ipynb, cell 4 +≥ 1 +2 +0 +Sentence 1\.02\.$/m);
    expect(text).not.toContain("2.01");
    expect(text).toMatch(/claims: 1 of 2 covered, 1 missing$/);
  });

  test("counts a claim once that two cells test, and shows both", () => {
    const text = claimsText(run("01.ipynb", { id: "1.01" }, { id: "1.01", cell: 9, holds: false }), inventory);
    expect(text).toMatch(/^FAILS +1\.01 +01\.ipynb, cell 9/m);
    expect(text).toMatch(/claims: 1 of 2 covered/);
  });

  test("names a claim that the inventory does not know", () => {
    expect(claimsText(run("01.ipynb", { id: "1.99" }), inventory)).toContain("claim 1.99 is not in data/claims.json");
  });

  test("keeps each claim on one line, whatever its texts hold", () => {
    const text = claimsText(run("01.ipynb", { id: "1.01", measured: "a\nb\u001b[2J" }), inventory);
    expect(text.split("\n")).toHaveLength(5);
    expect(text).not.toContain("\u001b");
  });

  test("refuses an inventory that is none", () => {
    expect(() => parseInventory("{}")).toThrow(/^claims: expected a list of claims/);
  });
});
