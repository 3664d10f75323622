/** The outcome of one claim: what it shows of itself, and the one line it fails with. */
import { displaySymbol, type Displayable, type MimeData } from "../core/index.ts";
import { format, type Expectation, type Measured } from "./expectation.ts";
import type { ClaimRow, Grade } from "./inventory.ts";

/** MIME type under which a claim travels to whatever runs the cell. */
export const claimMime = "application/vnd.course.claim+json";

/** One measurement of a claim with its control arm. */
export interface Part {
  /** Empty for a claim of one measurement. */
  name: string;
  measured: Measured;
  expectation: Expectation;
  control: { measured: Measured; expectation: Expectation } | { none: string };
}

/** A claim as it was tested. */
export interface ClaimReport extends Displayable {
  readonly row: ClaimRow;
  readonly parts: readonly Part[];
  readonly holds: boolean;
  readonly seedShift: number;
  readonly note?: string;
}

/** What each grade means, in a few words. */
export const gradeWords: Readonly<Record<Grade, string>> = {
  T: "theorem or exact count",
  M: "measured here",
  S: "simulated, a demonstration only",
};

/** Join a claim's row and parts into a report that shows itself. */
export function report(
  row: ClaimRow,
  parts: readonly Part[],
  { seedShift, note }: { seedShift: number; note?: string },
): ClaimReport {
  const self: ClaimReport = {
    row,
    parts,
    seedShift,
    holds: parts.every((part) => partHolds(part) && controlHolds(part)),
    ...(note === undefined ? {} : { note }),
    [displaySymbol]: () => bundle(self),
  };
  return Object.freeze(self);
}

/** Expected, measured and control of every part, as text. */
export function columns({ parts }: ClaimReport): { expected: string; measured: string; control: string } {
  const join = (text: (part: Part) => string): string =>
    parts.map((part) => (part.name ? `${part.name} ${text(part)}` : text(part))).join("; ");
  return {
    expected: join((part) => part.expectation.text),
    measured: join(measuredText),
    control: join(controlText),
  };
}

/** Every part in one line: `novel: expected ≥ 0.6, measured 0.22 ✗; control …`. */
export function oneLine({ parts }: ClaimReport): string {
  return parts
    .map((part) => {
      const name = part.name && `${part.name}: `;
      return `${name}expected ${part.expectation.text}, measured ${measuredText(part)}; control ${controlText(part)}`;
    })
    .join(" | ");
}

function partHolds({ measured, expectation }: Part): boolean {
  return expectation.holds(measured);
}

function controlHolds({ control }: Part): boolean {
  return "none" in control || control.expectation.holds(control.measured);
}

/** Subtle: a value that fails is shown with every digit, so that rounding never hides why. */
function measuredText(part: Part): string {
  return partHolds(part) ? format(part.measured) : `${format(part.measured, { exact: true })} ✗`;
}

function controlText(part: Part): string {
  const { control } = part;
  if ("none" in control) return `none: ${control.none}`;
  const expected = `(expected ${control.expectation.text})`;
  return controlHolds(part)
    ? `${format(control.measured)} ${expected}`
    : `${format(control.measured, { exact: true })} ${expected} ✗`;
}

function bundle(self: ClaimReport): MimeData {
  const { row, parts, holds, seedShift, note } = self;
  return {
    [claimMime]: {
      version: 1,
      id: row.id,
      sentence: row.sentence,
      grade: row.grade,
      ...columns(self),
      holds,
      seedShift,
      ...(note === undefined ? {} : { note }),
      parts: parts.map((part) => ({
        name: part.name,
        expected: part.expectation.text,
        measured: json(part.measured),
        holds: partHolds(part),
        control:
          "none" in part.control
            ? { none: part.control.none }
            : {
                expected: part.control.expectation.text,
                measured: json(part.control.measured),
                holds: controlHolds(part),
              },
      })),
    },
    "text/markdown": markdown(self),
    "text/plain": plain(self),
  };
}

/** Subtle: JSON has no integers beyond 2⁵³; they travel as decimal text. */
function json(measured: Measured): unknown {
  if (typeof measured === "bigint") return String(measured);
  return Array.isArray(measured) ? measured.map(json) : measured;
}

function plain(self: ClaimReport): string {
  const { row, holds, note, seedShift } = self;
  const lines = [`${holds ? "✓" : "✗"} ${row.id} (${row.grade}) ${row.sentence}`, `  ${oneLine(self)}`];
  if (note !== undefined) lines.push(`  ${note}`);
  if (seedShift !== 0) lines.push(`  every seed moved by ${seedShift}`);
  return lines.join("\n");
}

function markdown(self: ClaimReport): string {
  const { row, parts, holds, note, seedShift } = self;
  const head = `${holds ? "✓ **holds**" : "✗ **does not hold**"} · **${row.id}** ${escaped(row.sentence)} *(${row.grade}: ${gradeWords[row.grade]})*`;
  const body = parts.map((part) => tableRow([part.name, part.expectation.text, measuredText(part), controlText(part)]));
  const lines = [head, "", "| | expected | measured | control |", "|---|---|---|---|", ...body];
  if (note !== undefined) lines.push("", escaped(note));
  if (seedShift !== 0) lines.push("", `Every seed moved by ${seedShift}.`);
  return lines.join("\n");
}

/** A row of a Markdown table whose cells cannot break out of it. */
export function tableRow(cells: readonly string[]): string {
  return `| ${cells.map(escaped).join(" | ")} |`;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_|<>#[\]$]/g, "\\$&").replace(/\s*\n\s*/g, " ");
}
