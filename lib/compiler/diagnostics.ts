/** A refused cell, explained: TypeScript's number and sentence, the line it means, and a hint where one helps. */
import { styleText } from "node:util";
import { codeFrame } from "./code-frame.ts";
import { lineColumnOf } from "./positions.ts";
import type { CellDiagnostic } from "./types.ts";

/** Sentences for the errors that beginners meet most, by TypeScript's number. */
const hints: Record<number, string> = {
  2304: "Nothing with this name exists yet. Is it spelled right, and has the cell that defines it been run?",
  2552: "Nothing with exactly this name exists yet.",
  2307: "There is no module here. Paths start from the notebook's folder, and local files end in .ts.",
  2322: "The value on the right does not fit the type on the left.",
  2339: "Values of this type have no such property. Press Tab after the dot to see what there is.",
  2345: "This argument does not fit what the function takes. Press Shift-Tab inside the brackets to see its parameters.",
  2554: "The function takes another number of arguments. Press Shift-Tab inside the brackets to see them.",
  2588: "A const cannot be assigned again. Declare it with let if it should change.",
  7006: "TypeScript cannot guess this parameter's type. Write it after a colon, as in (x: number).",
  18047: "The value may be null here. Test for it first.",
  18048: "The value may be undefined here. Test for it first.",
  2532: "The value may be undefined here. Test for it first.",
};

/** At most this many are shown; the first ones usually cause the rest. */
const shownAtMost = 8;

/**
 * The lines of a traceback for a refused cell called `name`, as in `In[3]:2:5`.
 * Colours are ANSI, so that every front end can show or strip them.
 */
export function diagnosticLines(code: string, diagnostics: readonly CellDiagnostic[], name: string): string[] {
  const shown = diagnostics.slice(0, shownAtMost).flatMap((diagnostic) => lines(code, diagnostic, name));
  const left = diagnostics.length - shownAtMost;
  return left > 0 ? [...shown, `… and ${left} more.`] : shown;
}

function lines(cell: string, { code: number, message, start, end, file }: CellDiagnostic, label: string): string[] {
  const { name, text: code } = file ?? { name: label, text: cell };
  const from = lineColumnOf(code, start);
  const to = lineColumnOf(code, Math.max(end, start + 1));
  const [first, ...rest] = message.split("\n");
  const head = `${style("cyan", `${name}:${from.line}:${from.column}`)} - ${style("red", `TS${number}`)}: ${first}`;
  // this library counts columns from 0
  const frame = codeFrame(
    code,
    { start: { ...from, column: from.column - 1 }, end: { ...to, column: to.column - 1 } },
    { highlightCode: false, linesAbove: 1, linesBelow: 1 },
  );
  const hint = hints[number];
  return [head, ...rest, ...frame.split("\n"), ...(hint ? [style("yellow", hint)] : [])];
}

/** The stream is a front end, not this process's terminal, so colours do not depend on it. */
function style(colour: "cyan" | "red" | "yellow", text: string): string {
  return styleText(colour, text, { validateStream: false });
}
