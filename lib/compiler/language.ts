/** Which of the checker's errors JavaScript has too: those of its grammar, and those that would stop the cell at once. */
import type { CellDiagnostic } from "./types.ts";

/**
 * TypeScript's numbers outside its grammar for what is wrong in any language: a name declared twice, a constant that is
 * assigned, two default exports. The process that runs cells does not find these: it lets every name be declared again.
 */
const wrongInAny = new Set([2451, 2528, 2588]);

/** Grammar has the numbers from 1000 to 1999. What it lets pass and V8 does not is an error when the cell starts. */
export function isJavaScriptError({ code }: CellDiagnostic): boolean {
  return code < 2000 || wrongInAny.has(code);
}
