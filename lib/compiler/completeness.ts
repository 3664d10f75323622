/** Whether a text could run as it is. */
import type { CellFile } from "./cell-file.ts";

export function completenessOf(cellFile: CellFile, code: string): "complete" | "incomplete" | "invalid" {
  const { offset } = cellFile.load(code);
  const errors = cellFile.program.syntaxErrors();
  if (errors.length === 0) return "complete";
  if (errors.some(({ code: number }) => number === unterminatedString)) return "invalid";
  const lastCharacter = offset + code.trimEnd().length;
  // an error before the end, or one that more text cannot mend
  const atEnd = errors.every(({ start, code: number }) => start >= lastCharacter || unterminated.has(number));
  return atEnd && !invalidEnd.test(code.trimEnd()) ? "incomplete" : "invalid";
}

/** TypeScript's numbers for a comment and a template literal that never end. */
const unterminated = new Set([1010, 1160]);

/** A type is still missing where its place ends in `=`. */
const invalidEnd = /:\s*=$/;

/** A quote that its line does not close: no further line can. */
const unterminatedString = 1002;
