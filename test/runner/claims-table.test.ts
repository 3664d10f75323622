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
    expect(text.split("\n")).toEqual([
      "missing  1.01  Sentence 1.01.",
      "holds    1.02  Sentence 1.02.",
      "               notebooks/01-a.ipynb, cell 4",
      "               expected  ≥ 1",
      "               measured  2",
      "               control   0",
      "claims: 1 of 2 covered, 1 missing",
    ]);
  });

  test("counts a claim once that two cells test, shows both, and fails it if one of them fails", () => {
    const text = claimsText(run("01.ipynb", { id: "1.01" }, { id: "1.01", cell: 9, holds: false }), inventory);
    expect(text).toMatch(/^FAILS {4}1\.01 {2}Sentence/m);
    expect(text).toMatch(/^ +01\.ipynb, cell 4$/m);
    expect(text).toMatch(/^ +FAILS in 01\.ipynb, cell 9$/m);
    expect(text).toMatch(/claims: 1 of 2 covered, 1 missing$/);
  });

  test("names a claim that the inventory does not know", () => {
    expect(claimsText(run("01.ipynb", { id: "1.99" }), inventory)).toContain("claim 1.99 is not in data/claims.json");
  });

  test("keeps each text on a line of its own, short and without control characters, whatever it holds", () => {
    const claim = { id: "1.01", expected: "x".repeat(10_000), measured: "a\nb\u001b[2J", control: "\rholds" };
    const lines = claimsText(run("01.ipynb", claim), inventory).split("\n");
    expect(lines).toHaveLength(7);
    for (const control of ["\u001b", "\r"]) expect(lines.join("")).not.toContain(control);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(320);
  });

  test("refuses an inventory that is none", () => {
    expect(() => parseInventory("{}")).toThrow(/^claims: expected a list of claims/);
  });
});
