/** What Stryker's report says, counted, and as a page. */

/** Of the mutation-testing report schema: what is used here. */
export interface Mutant {
  mutatorName: string;
  replacement?: string;
  status: "Killed" | "Survived" | "NoCoverage" | "Timeout" | "CompileError" | "RuntimeError" | "Ignored" | "Pending";
  location: Record<"start" | "end", { line: number; column: number }>;
}

export interface Report {
  files: Record<string, { source: string; mutants: Mutant[] }>;
}

export interface Score {
  mutants: number;
  /** By a failing test, or by one that no longer ends. */
  noticed: number;
  /** Noticed in a hundred. */
  score: number;
}

/** Counts the changes of some files; those that could not be run at all are left out. */
export function scoreOf(files: Report["files"]): Score {
  const mutants = Object.values(files).flatMap((file) => file.mutants.filter(isValid));
  const noticed = mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length;
  return { mutants: mutants.length, noticed, score: mutants.length === 0 ? 100 : (100 * noticed) / mutants.length };
}

/** Each change that no test noticed, as `file:line  text → replacement`. */
export function survivorsOf({ files }: Report): string[] {
  return Object.entries(files).flatMap(([file, { source, mutants }]) =>
    mutants.filter(survived).map((mutant) => {
      const { start } = mutant.location;
      const { replacement = "" } = mutant;
      return `${file}:${start.line}:${start.column}  ${oneLine(textAt(source, mutant))} → ${oneLine(replacement)}`;
    }),
  );
}

/** The page of scores with the section of one folder written anew. */
export function folderPage(page: string, { folder, report }: { folder: string; report: Report }): string {
  const sections = new Map(
    page
      .split(/^## /mu)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf("\n")), section.trimEnd()]),
  );
  const rows = Object.entries(report.files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, content]) => {
      const { mutants, noticed, score } = scoreOf({ [file]: content });
      return `| ${file.slice(file.lastIndexOf("/") + 1)} | ${mutants} | ${mutants - noticed} | ${score.toFixed(0)} |`;
    });
  const { mutants, noticed, score } = scoreOf(report.files);
  const lines = [
    `${folder}\n`,
    "| file | changes | unnoticed | noticed, % |",
    "|---|---|---|---|",
    ...rows,
    `| **all** | ${mutants} | ${mutants - noticed} | **${score.toFixed(1)}** |`,
  ];
  sections.set(folder, lines.join("\n"));
  const body = [...sections.values()].map((section) => `## ${section}\n`);
  return [
    "# Scores\n",
    "Made by `npm run mutation -- --write`; what they mean is in [README.md](README.md).\n",
    ...body,
  ].join("\n");
}

function isValid({ status }: Mutant): boolean {
  return ["Killed", "Timeout", "Survived", "NoCoverage"].includes(status);
}

function survived({ status }: Mutant): boolean {
  return status === "Survived" || status === "NoCoverage";
}

/** The text that the change replaced: lines and columns count from one. */
function textAt(source: string, { location: { start, end } }: Mutant): string {
  const lines = source.split("\n").slice(start.line - 1, end.line);
  lines[lines.length - 1] = lines.at(-1)!.slice(0, end.column - 1);
  lines[0] = lines[0]!.slice(start.column - 1);
  return lines.join("\n");
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/gu, " ");
  return line.length > 90 ? `${line.slice(0, 89)}…` : line;
}
