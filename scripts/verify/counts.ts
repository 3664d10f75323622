/** How many checks of a step passed, failed and were skipped, from what the step wrote about itself. */
import * as v from "valibot";

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const vitestReport = v.object({
  numPassedTests: count,
  numFailedTests: count,
  numPendingTests: count,
  numTodoTests: count,
  testResults: v.array(v.object({ status: v.string(), assertionResults: v.array(v.object({ status: v.string() })) })),
});

/** From vitest's JSON reporter. A file that fails without a failed test, for instance at its imports, counts as one. */
export function countTests(json: unknown): Counts {
  const report = v.parse(vitestReport, json);
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  );
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
}

const notebooksReport = v.object({ notebooks: v.array(v.object({ problems: v.array(v.unknown()) })) });

/** From `npm run notebooks -- --report`: each notebook is one check. */
export function countNotebooks(json: unknown): Counts {
  const { notebooks } = v.parse(notebooksReport, json);
  const failed = notebooks.filter(({ problems }) => problems.length > 0).length;
  return { passed: notebooks.length - failed, failed, skipped: 0 };
}

/**
 * The counts of a step that ended with `exitCode` and reported `reported`, undefined where it reports nothing.
 * A step can never be green by having run nothing, nor by reporting less than its exit code says.
 */
export function settle(exitCode: number, reported: Counts | undefined): { counts: Counts; why?: string } {
  if (reported === undefined)
    return { counts: exitCode === 0 ? { passed: 1, failed: 0, skipped: 0 } : { passed: 0, failed: 1, skipped: 0 } };
  if (reported.failed > 0) return { counts: reported };
  const why = exitCode !== 0 ? `ended with exit code ${exitCode}` : reported.passed === 0 ? "nothing ran" : undefined;
  return why === undefined ? { counts: reported } : { counts: { ...reported, failed: 1 }, why };
}

export function addCounts(all: readonly Counts[]): Counts {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const one of all) for (const key of ["passed", "failed", "skipped"] as const) total[key] += one[key];
  return total;
}

/** The line that ends every run: `12 passed, 0 failed, 1 skipped`. */
export function countsLine({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
