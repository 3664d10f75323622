/** What a folder's index.ts may hold: named re-exports, and nothing else. */
import { isExportDeclaration, isNamedExports } from "typescript/unstable/ast";
import type { SourceFile } from "typescript/unstable/ast";
import { lineOf } from "./parse.ts";

/** Sentences about statements of an index.ts that are not `export { … } from "…"`. */
export function doorwayProblems(file: string, source: SourceFile): string[] {
  const statements = [...source.statements];
  if (statements.length === 0) return [`${file}: exports nothing`];
  return statements
    .filter(
      (statement) =>
        !isExportDeclaration(statement) ||
        statement.moduleSpecifier === undefined ||
        statement.exportClause === undefined ||
        !isNamedExports(statement.exportClause),
    )
    .map((statement) => `${file}:${lineOf(source, statement)}: is not a named re-export`);
}
