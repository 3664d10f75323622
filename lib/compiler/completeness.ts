/** Whether a text could run as it is, could if more were written, or never can. */
import type { CellFile } from "./cell-file.ts";
import { NodeFlags, SyntaxKind } from "./typescript.ts";
import type { Expression, ExpressionStatement, Node, SourceFile, VariableStatement } from "./typescript.ts";

export function completenessOf(cellFile: CellFile, code: string): "complete" | "incomplete" | "invalid" {
  const errors = errorsOf(cellFile, code);
  if (errors.length === 0) return endsEarly(cellFile.program.parseCell()) ? "incomplete" : "complete";
  const text = code.trimEnd();
  // a string goes on behind a backslash at the end of its line, and nowhere else
  if (errors.some(({ code: number }) => oneLine.has(number))) return text.endsWith("\\") ? "incomplete" : "invalid";
  if (missingType.test(text)) return "invalid";
  if (isAtEnd(errors, text)) return "incomplete";
  // what TypeScript finds wrong earlier may be right by what follows
  return endings.some((ending) => isAtEnd(errorsOf(cellFile, `${text} ${ending}`), text)) ? "incomplete" : "invalid";
}

type Found = { start: number; code: number };

function errorsOf(cellFile: CellFile, code: string): Found[] {
  const { locate } = cellFile.load(code);
  return cellFile.program.syntaxErrors().flatMap(locate);
}

/** Every error is past the text, or in something that is not yet closed. */
function isAtEnd(errors: Found[], text: string): boolean {
  return errors.every(({ start, code }) => start >= text.length || manyLines.has(code));
}

/** A cell's last statement that TypeScript can read, and JavaScript cannot before something follows. */
function endsEarly(source: SourceFile): boolean {
  const last = source.statements.at(-1) as Node | undefined;
  if (last?.kind === SyntaxKind.ExpressionStatement) {
    const expression = (last as ExpressionStatement).expression as Expression & { text?: string };
    return expression.kind === SyntaxKind.Identifier && expression.text === "let" && !isClosed(last, source);
  }
  if (last?.kind !== SyntaxKind.VariableStatement || isClosed(last, source)) return false;
  const list = (last as VariableStatement).declarationList;
  const declared = list.declarations.at(-1);
  if (!declared) return true;
  const isPattern = declared.name.kind !== SyntaxKind.Identifier;
  const isAmbient = (last as VariableStatement).modifiers?.some(({ kind }) => kind === SyntaxKind.DeclareKeyword);
  // constants and `using`; `let` may go without
  const kind = list.flags & NodeFlags.BlockScoped;
  const needsValue = isPattern || (kind !== NodeFlags.None && kind !== NodeFlags.Let);
  return needsValue && !declared.initializer && !isAmbient;
}

function isClosed(statement: Node, source: SourceFile): boolean {
  return source.text.slice(0, statement.end).endsWith(";");
}

/** TypeScript's numbers for a comment and a template literal that never end. */
const manyLines = new Set([1010, 1160]);

/** A string and a regular expression that their line does not close: no further line can. */
const oneLine = new Set([1002, 1161]);

/** A type is still missing where its place ends in `=`. */
const missingType = /:\s*=$/;

/** What may follow where TypeScript reports the beginning of a statement. */
const endings = ["x", "=> x", "x {}", "{}", "x from 'x'", "from 'x'", "const x = 1", "x = x", "= x"];
