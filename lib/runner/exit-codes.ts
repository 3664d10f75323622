/**
 * How `npm run notebooks` ends: one code for each kind of failure.
 *
 * The codes are in order of severity, the most severe first. When several kinds fail, the most severe decides:
 * the smallest code from 10 up, and 130 before all of them.
 */

/** What can be wrong with a notebook, most severe first, with its exit code and what it means. */
export const failures = {
  unreadable: [10, "a file is not a notebook of format 4.5"],
  died: [11, "a session died, or did not start"],
  timeout: [12, "a cell ran longer than --timeout"],
  "type-error": [13, "a cell was refused by the type checker (or does not parse)"],
  error: [14, "a cell without the tag raises-exception threw, in time or late"],
  "did-not-raise": [15, "a cell with the tag raises-exception did not throw"],
  claim: [16, "a claim does not hold"],
  stderr: [17, "a cell without the tag allow-stderr wrote to stderr"],
  differs: [18, "an output differs from the committed one"],
  "no-alt": [19, "a figure has no alt text"],
  "output-too-large": [20, "an output takes more than 500 kB"],
  "notebook-too-large": [21, "a notebook takes more than 4 MB"],
  "over-budget": [22, "a notebook took twice the CPU seconds it states as its budget"],
  "changed-meanwhile": [23, "a file was edited while it ran, so --write left it alone"],
} as const satisfies Record<string, readonly [number, string]>;

export type FailureKind = keyof typeof failures;

export const exitCodes = {
  ok: 0,
  /** A fault of the runner itself. */
  fault: 1,
  /** An unknown option or a notebook that does not exist. */
  usage: 2,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** The code for a run in which these kinds failed. */
export function exitCode(kinds: Iterable<FailureKind>): number {
  const codes = [...kinds].map((kind) => failures[kind][0]);
  return codes.length === 0 ? exitCodes.ok : Math.min(...codes);
}

/** The table of codes for --help. */
export function exitCodeHelp(): string {
  const rows: [number, string][] = [
    [exitCodes.ok, "every notebook passes"],
    [exitCodes.fault, "a fault of the runner itself"],
    [exitCodes.usage, "an unknown option, or a notebook that does not exist"],
    ...Object.values(failures).map(([code, text]): [number, string] => [code, text]),
    [exitCodes.interrupted, "interrupted with Ctrl-C"],
  ];
  return [
    "Exit codes (10 to 23 in order of severity; when several apply, the smallest of them):",
    ...rows.map(([code, text]) => `  ${String(code).padStart(3)}  ${text}`),
  ].join("\n");
}
