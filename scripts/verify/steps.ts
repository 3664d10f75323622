/** What `npm test` consists of, in order, cheap first. */
import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { countNotebooks, countTests } from "./counts.ts";
import type { Counts } from "./counts.ts";

export interface Step {
  name: string;
  /** One phrase for --help. */
  what: string;
  /** Arguments for this Node. */
  args: readonly string[];
  /** A file that the step writes and that says what it counted; a step without one counts as one check. */
  report?: { file: string; count: (json: unknown) => Counts };
}

/** The steps for the project in folder `root`, with reports of their own in folder `scratch`. */
export function stepsFor(root: string, scratch: string): Step[] {
  const bin = (file: string): string => path.join(root, "node_modules", file);
  const tests = (project: string): Pick<Step, "args" | "report"> => {
    const file = path.join(scratch, `${project}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
    return {
      args: [bin("vitest/vitest.mjs"), "run", "--project", project, ...reporters],
      report: { file, count: countTests },
    };
  };
  return [
    // subtle: by path, since node_modules/.bin/tsc is the old compiler that tslab brings
    {
      name: "types",
      what: "TypeScript 7 over lib/, scripts/ and test/",
      args: [bin("typescript/bin/tsc"), "--noEmit"],
    },
    { name: "lint", what: "oxlint", args: [bin("oxlint/bin/oxlint"), "--quiet"] },
    {
      name: "format",
      what: "oxfmt over code and notebooks, changing nothing",
      args: [path.join(root, "scripts", "format.ts"), "--check"],
    },
    { name: "unit", what: "tests that start no program", ...tests("unit") },
    { name: "integration", what: "tests that start programs and use the disk", ...tests("integration") },
    {
      name: "notebooks",
      what: "execute every notebook and compare its outputs",
      args: [path.join(root, "scripts", "notebooks.ts"), "--report"],
      report: { file: path.join(root, ".cache", "notebooks.json"), count: countNotebooks },
    },
  ];
}

/** A folder for reports that is gone when the process ends, however it ends. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), "course-test-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
