import { describe, expect, test } from "vitest";
import { addCounts, countNotebooks, countsLine, countTests, settle } from "../../../scripts/verify/counts.ts";

const none = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

describe("countTests", () => {
  test("takes passed, failed, and what was skipped or is to be written", () => {
    const report = { ...none, numPassedTests: 5, numFailedTests: 2, numPendingTests: 3, numTodoTests: 1 };
    expect(countTests(report)).toEqual({ passed: 5, failed: 2, skipped: 4 });
  });

  test("counts a file that could not be loaded as one failure, and one with a failed test not twice", () => {
    const testResults = [
      { status: "failed", assertionResults: [] },
      { status: "failed", assertionResults: [{ status: "passed" }] }, // a hook after the tests threw
      { status: "failed", assertionResults: [{ status: "failed" }] },
      { status: "passed", assertionResults: [{ status: "passed" }] },
    ];
    expect(countTests({ ...none, numFailedTests: 1, numPassedTests: 2, testResults }).failed).toBe(3);
  });

  test.each([null, {}, { ...none, numPassedTests: -1 }, { ...none, numFailedTests: "2" }])("refuses %j", (report) => {
    expect(() => countTests(report)).toThrow();
  });
});

describe("countNotebooks", () => {
  test("counts a notebook with any problem as failed", () => {
    const report = { notebooks: [{ problems: [] }, { problems: [{ kind: "error" }, { kind: "stderr" }] }] };
    expect(countNotebooks(report)).toEqual({ passed: 1, failed: 1, skipped: 0 });
  });
});

describe("settle", () => {
  const counted = { passed: 3, failed: 0, skipped: 0 };

  test("counts a step without a report as one check", () => {
    expect(settle(0, undefined).counts).toEqual({ passed: 1, failed: 0, skipped: 0 });
    expect(settle(2, undefined).counts).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  test("fails a step that ran nothing, and one that only skipped", () => {
    expect(settle(0, { passed: 0, failed: 0, skipped: 0 }).counts.failed).toBe(1);
    expect(settle(0, { passed: 0, failed: 0, skipped: 9 }).counts.failed).toBe(1);
  });

  test("fails a step whose exit code is worse than its report, and does not add to failures it reports", () => {
    expect(settle(1, counted).counts.failed).toBe(1);
    expect(settle(1, { ...counted, failed: 2 }).counts.failed).toBe(2);
    expect(settle(0, counted)).toEqual({ counts: counted });
  });
});

test("the last line sums all steps", () => {
  const all = [
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 10, failed: 1, skipped: 0 },
  ];
  expect(countsLine(addCounts(all))).toBe("11 passed, 1 failed, 2 skipped");
  expect(countsLine(addCounts([]))).toBe("0 passed, 0 failed, 0 skipped");
});
