/** Which of the checker's errors refuse a cell. */
import type { CellDiagnostic, CellLanguage } from "./types.ts";

/** The errors among `found` for which nothing of the cell `code` may run. */
export function refusals(
  found: readonly CellDiagnostic[],
  { code, language }: { code: string; language: CellLanguage | undefined },
): CellDiagnostic[] {
  if (noCheck.test(code)) return [];
  return found.filter((each) => (language === "javascript" ? isJavaScriptError(each) : !isUntypedPackage(each)));
}

/** TypeScript's own way to switch the check off, before the first statement. */
const noCheck = /^(?:\s|\/\/.*\n|\/\*[\s\S]*?\*\/)*\/\/[ \t]*@ts-nocheck\b/;

/**
 * TypeScript's numbers outside its grammar for what is wrong in any language: a name declared twice, a constant that is
 * assigned, two default exports. The process that runs cells does not find these: it lets every name be declared again.
 */
const wrongInAny = new Set([2451, 2528, 2588]);

/** Grammar has the numbers from 1000 to 1999. What it lets pass and V8 does not is an error when the cell starts. */
function isJavaScriptError({ code }: CellDiagnostic): boolean {
  return code < 2000 || wrongInAny.has(code);
}

/** Half of npm has no types, and a cell is no place to write them: what such a package gives is `any`. */
function isUntypedPackage({ code, message }: CellDiagnostic): boolean {
  return code === 7016 && !/module '(?:\.|\/|[a-z]:)/i.test(message);
}
