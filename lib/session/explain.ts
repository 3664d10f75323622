/** What the session adds to what compiler and process know: the student's own line beside the error. */
import { codeFrame, diagnosticLines, ownNameMark, sourcePlace } from "../compiler/index.ts";
import type { CellDiagnostic } from "../compiler/index.ts";
import { nextIndent } from "./indent.ts";
import type { CellError, Completeness } from "./types.ts";

/** The error of a cell that the type checker or the parser refused. */
export function refusal(
  code: string,
  { label, syntax, diagnostics }: { label: string; syntax: boolean; diagnostics: CellDiagnostic[] },
): CellError {
  const [first] = diagnostics;
  const name = syntax ? "SyntaxError" : "TypeCheckError";
  const place = first?.file ? `${first.file.name}: ` : "";
  const message = first ? `${place}TS${first.code}: ${first.message}` : "The cell cannot be compiled.";
  const head = syntax
    ? "The cell cannot be read, so nothing of it ran."
    : "The types do not fit, so nothing of this cell ran.";
  return { name, message, traceback: [`${name}: ${head}`, ...diagnosticLines(code, diagnostics, label)] };
}

/** Each cell as it was written and as it ran, by the name that stack traces give it. */
export type Origins = Map<string, Parameters<typeof sourcePlace>[0]>;

const frameStart = /^\s+at (?:async )?/;
const framePosition = /:(\d+):(\d+)(\)?)$/;

/**
 * The error with its frames' positions as they were written, not as they ran. Subtle: a message can look like a frame, and
 * this side answers for everything else meanwhile, so no expression here takes more steps than a line has characters.
 */
export function withOrigins({ name, message, traceback }: CellError, origins: Origins): CellError {
  const lines = traceback.map((text) => {
    const start = frameStart.exec(text)?.[0].length;
    const position = start === undefined ? null : framePosition.exec(text);
    if (!position) return text;
    const place = text.slice(0, position.index);
    const bracket = place.lastIndexOf(" (");
    const file = place.slice(bracket < 0 ? start : bracket + 2);
    const origin = origins.get(file);
    if (!origin) return text;
    const { line, column } = sourcePlace(origin, { line: Number(position[1]), column: Number(position[2]) });
    return `${place}:${line}:${column}${position[3]}`;
  });
  return { name, message: asWritten(message), traceback: lines.map(asWritten) };
}

function asWritten(text: string): string {
  return text.replaceAll(ownNameMark, "");
}

/** The traceback with the line of the cell that it points to, after the message and before the frames. */
export function locatedTraceback(error: CellError, { code, label }: { code: string; label: string }): CellError {
  const at = error.traceback.findIndex((line) => line.includes(`${label}:`));
  const place = at < 0 ? undefined : framePosition.exec(error.traceback[at]!);
  if (!place) return error;
  const start = { line: Number(place[1]), column: Number(place[2]) - 1 };
  if (start.line > code.split("\n").length) return error;
  const frame = codeFrame(code, { start }, { linesAbove: 1, linesBelow: 1 }).split("\n");
  const firstFrame = error.traceback.findIndex((line) => /^\s+at /.test(line));
  return { ...error, traceback: error.traceback.toSpliced(firstFrame, 0, ...frame) };
}

export function completenessOf(status: "complete" | "incomplete" | "invalid", code: string): Completeness {
  return status === "incomplete" ? { status, indent: nextIndent(code) } : { status };
}
