/** The claims made in this run of the notebook, and the table of them for its last cell. */
import { displaySymbol, seedShift, type Displayable } from "../core/index.ts";
import { columns, gradeWords, tableRow, type ClaimReport } from "./report.ts";

const made = new Map<string, ClaimReport>();

/** Keep a report. A claim made again with the same measurements by name takes the earlier one's place. */
export function record(tested: ClaimReport): void {
  made.set([tested.row.id, ...tested.parts.map(({ name }) => name)].join("\n"), tested);
}

/** The claims made so far, ordered by id. */
export function claimsMade(): ClaimReport[] {
  return [...made.values()].sort((a, b) => a.row.chapter - b.row.chapter || (a.row.id < b.row.id ? -1 : 1));
}

/** Forget every claim made so far. */
export function forgetClaims(): void {
  made.clear();
}

/** All claims made in this run with expected, measured, control and grade: the last cell of every lecture. */
export function claimTable(): Displayable {
  const reports = claimsMade();
  const head = ["", "claim", "expected", "measured", "control", "grade"];
  const rows = reports.map((tested) => {
    const { expected, measured, control } = columns(tested);
    return [
      tested.holds ? "✓" : "✗",
      `${tested.row.id} ${tested.row.sentence}`,
      expected,
      measured,
      control,
      tested.row.grade,
    ];
  });
  const failed = reports.filter(({ holds }) => !holds).length;
  const shift = seedShift() === 0 ? "" : `, every seed moved by ${seedShift()}`;
  const sum = `${reports.length} claims, ${failed === 0 ? "all hold" : `${failed} not as expected`}${shift}.`;
  const legend = Object.entries(gradeWords)
    .map(([grade, words]) => `${grade}: ${words}`)
    .join(" · ");
  return {
    [displaySymbol]: () => ({
      "text/markdown": [tableRow(head), "|---|---|---|---|---|---|", ...rows.map(tableRow), "", sum, "", legend].join(
        "\n",
      ),
      "text/plain": [...rows.map((cells) => cells.join("  ")), sum, legend].join("\n"),
    }),
  };
}
