import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { exitCodes, failures, runNotebooks } from "../../lib/runner/index.ts";
import type { FailureKind, RunReport } from "../../lib/runner/index.ts";
import { startSession } from "../../lib/session/index.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, "test/fixtures/notebooks");

/** What must be wrong with each fixture; `undefined` means nothing. */
const fixtures: Record<string, FailureKind | undefined> = {
  aborts: "died",
  "claim-fails": "claim",
  "claim-holds": undefined,
  "crlf-sources": undefined,
  "duplicate-ids": "unreadable",
  "eats-heap": "died",
  "eats-typed-arrays": "died",
  empty: undefined,
  exits: "died",
  "figure-with-alt": undefined,
  "figure-without-alt": "no-alt",
  "floods-stdout": "output-too-large",
  "forever-microtask": "timeout",
  "forever-sync": "timeout",
  "forever-timer": "timeout",
  "format-4-4": "unreadable",
  "html-result": undefined,
  "huge-notebook": "notebook-too-large",
  "huge-output": "output-too-large",
  "near-budget": undefined,
  "non-utf8": "unreadable",
  "numeric-last-expression": undefined,
  "output-beyond-tolerance": "differs",
  "output-differs": "differs",
  "output-volatile": undefined,
  "output-within-tolerance": undefined,
  "over-budget": "over-budget",
  "prints-late": "differs",
  "prints-to-stderr": "stderr",
  "prints-to-stderr-as-tagged": undefined,
  "raises-as-tagged": undefined,
  rejects: "error",
  "rejects-late": "error",
  "rejects-late-in-last-cell": "error",
  "source-as-string": undefined,
  "syntax-error": "type-error",
  "tagged-but-does-not-raise": "did-not-raise",
  throws: "error",
  truncated: "unreadable",
  "type-error": "type-error",
  "type-error-tagged": "type-error",
  "without-cells": "unreadable",
};

const timeouts: Record<string, number> = { "forever-microtask": 1500, "forever-sync": 1500, "forever-timer": 1500 };
const memory: Record<string, number> = { "eats-heap": 400e6, "eats-typed-arrays": 400e6 };

function run(name: string): Promise<RunReport> {
  return runNotebooks([path.join(folder, `${name}.ipynb`)], {
    root,
    startSession: (options) => startSession({ ...options, memoryLimitBytes: memory[name] }),
    timeoutMs: timeouts[name] ?? 30_000,
  });
}

describe("a notebook in a real session", () => {
  test("every fixture has an expectation here", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".ipynb"));
    expect(files.map((file) => file.replace(".ipynb", "")).sort()).toEqual(Object.keys(fixtures).sort());
  });

  test.each(Object.entries(fixtures))("%s: %s", async (name, kind) => {
    const { notebooks, exitCode } = await run(name);
    const kinds = new Set(notebooks[0]!.problems.map((problem) => problem.kind));
    expect([...kinds], JSON.stringify(notebooks[0]!.problems)).toEqual(kind === undefined ? [] : [kind]);
    expect(exitCode).toBe(kind === undefined ? exitCodes.ok : failures[kind][0]);
  });

  test("an error is reported with its cell, its line, its reason and its traceback, and stops the notebook", async () => {
    const [report] = (await run("throws")).notebooks;
    expect(report!.problems[0]).toMatchObject({ cell: 1, cellId: "throws", line: 2 });
    expect(report!.problems[0]!.message).toBe("TypeError: thrown on purpose");
    expect(report!.problems[0]!.detail).toContain("In[1]:2");
    expect(report!.cellsRun).toBe(1);
    expect(report!.warnings).toEqual(["1 cell was not run after that"]);
  });

  test("a cell that throws as tagged does not stop the notebook", async () => {
    const [report] = (await run("raises-as-tagged")).notebooks;
    expect(report!.cellsRun).toBe(2);
  });

  test("beyond its budget a notebook is warned, and only beyond twice the budget it fails", async () => {
    const [report] = (await run("near-budget")).notebooks;
    expect(report!.warnings).toEqual([expect.stringMatching(/CPU seconds, its budget is 0.2$/)]);
  });

  test("a volatile cell is listed as run but not compared", async () => {
    const [report] = (await run("output-volatile")).notebooks;
    expect(report!.volatileCells).toEqual(["cell-1"]);
  });

  test("when several notebooks fail, the most severe failure decides", async () => {
    const files = ["output-differs", "throws", "figure-without-alt"].map((name) => path.join(folder, `${name}.ipynb`));
    const { exitCode } = await runNotebooks(files, { root, startSession, jobs: 2 });
    expect(exitCode).toBe(failures.error[0]);
  });
});
