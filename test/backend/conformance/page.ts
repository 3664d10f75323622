/** The results as a page: by family, every difference, and what was only passed with the cpu backend's help. */
import { intended } from "./differences.ts";
import type { Difference } from "./differences.ts";
import type { Outcome } from "./run.ts";
import { familyOf, leftOut, suiteFiles, testFiles } from "./suite.ts";

export interface Results {
  cpu: readonly Outcome[];
  onnx: readonly Outcome[];
  differences: readonly Difference[];
}

export function page({ cpu, onnx, differences }: Results): string {
  const byName = new Map(onnx.map((each) => [each.spec, each]));
  const passedByCpu = cpu.filter(isPassed);
  const compared = passedByCpu.filter(({ spec }) => byName.has(spec));
  const passed = compared.map(({ spec }) => byName.get(spec)!).filter(isPassed);
  const only = passedByCpu.filter(({ spec }) => !byName.has(spec));
  return `${[
    "# Conformance",
    "",
    "What tfjs-core's own test suite says of the `onnx` backend, beside the `cpu` backend. Written by `npm run conformance -- --write`.",
    "",
    `${suiteFiles().length} of the suite's ${testFiles().length} files are run. Left out: ${listed(leftOutCounts())}.`,
    "",
    `**${passed.length} of the ${compared.length} specs that the cpu backend passes: ${percent(passed.length, compared.length)}.** ${only.length} more exist for the cpu backend alone.`,
    "",
    "## By family",
    "",
    "Native: no kernel of the spec was left to the cpu backend.",
    "",
    ...table(["family", "specs", "passed", "%", "passed natively"], familyRows(compared, byName)),
    "",
    "## Differences",
    "",
    ...differenceLines(
      compared.map(({ spec }) => byName.get(spec)!).filter((each) => !isPassed(each)),
      differences,
    ),
    "",
    "## Differences that the suite does not see",
    "",
    "Each is meant; the tests in `kernels/` allow nothing else.",
    "",
    ...table(
      ["what", "here", "cpu backend", "reason"],
      intended.map(({ what, here, cpu, reason }) => [what, here, cpu, reason]),
      { numbers: false },
    ),
    "",
    "## Left to the cpu backend",
    "",
    `${passed.filter(hasFallback).length} specs pass with the help of the cpu backend, for these kernels. Strings, complex numbers and tensors without elements are left to it on purpose.`,
    "",
    ...table(["kernel", "specs", "calls"], fallbackRows(passed)),
  ].join("\n")}\n`;
}

const isPassed = ({ failure }: Outcome): boolean => failure === undefined;
const hasFallback = ({ fallbacks }: Outcome): boolean => Object.keys(fallbacks).length > 0;

function leftOutCounts(): string[] {
  const files = testFiles();
  return Object.entries(leftOut).map(
    ([what, pattern]) => `${what} (${files.filter((file) => pattern.test(file)).length})`,
  );
}

function familyRows(compared: readonly Outcome[], byName: ReadonlyMap<string, Outcome>): (string | number)[][] {
  const rows = new Map<string, { specs: number; passed: number; native: number }>();
  for (const { spec, file } of compared) {
    const outcome = byName.get(spec)!;
    const family = familyOf(file);
    const row = rows.get(family) ?? { specs: 0, passed: 0, native: 0 };
    row.specs++;
    if (isPassed(outcome)) row.passed++;
    if (isPassed(outcome) && !hasFallback(outcome)) row.native++;
    rows.set(family, row);
  }
  return [...rows]
    .toSorted(([, a], [, b]) => b.specs - a.specs)
    .map(([family, { specs, passed, native }]) => [family, specs, passed, percent(passed, specs), native]);
}

function differenceLines(failed: readonly Outcome[], differences: readonly Difference[]): string[] {
  if (failed.length === 0) return ["None: every spec that the cpu backend passes is passed."];
  const reasons = new Map(differences.map(({ spec, reason }) => [spec, reason]));
  return table(
    ["spec", "reason"],
    failed.map(({ spec }) => [spec.replaceAll("|", "\\|"), reasons.get(spec) ?? "**not listed**"]),
    { numbers: false },
  );
}

function fallbackRows(outcomes: readonly Outcome[]): (string | number)[][] {
  const rows = new Map<string, { specs: number; calls: number }>();
  for (const { fallbacks } of outcomes) {
    for (const [kernel, calls] of Object.entries(fallbacks)) {
      const row = rows.get(kernel) ?? { specs: 0, calls: 0 };
      row.specs++;
      row.calls += calls;
      rows.set(kernel, row);
    }
  }
  return [...rows]
    .toSorted(([a, x], [b, y]) => y.specs - x.specs || (a < b ? -1 : 1))
    .map(([kernel, { specs, calls }]) => [kernel, specs, calls]);
}

type Cells = readonly (string | number)[];

/** `numbers`: all but the first column are, and stand to the right. */
function table(head: readonly string[], rows: readonly Cells[], { numbers = true } = {}): string[] {
  const rule = head.map((_, i) => (numbers && i > 0 ? "---:" : "---"));
  return [line(head), line(rule), ...rows.map(line)];
}

const line = (cells: Cells): string => `| ${cells.join(" | ")} |`;

function percent(part: number, whole: number): string {
  // down, so that 100 % means all
  return `${(Math.floor((part / whole) * 1000) / 10).toFixed(1)} %`;
}

function listed(parts: readonly string[]): string {
  return parts.join(", ");
}
