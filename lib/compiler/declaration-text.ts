/** A declaration as it is written, for readers who want all of it. */
import path from "node:path";
import type { InspectionContext } from "./symbols.ts";
import { awaitName, isCellFile } from "./program-files.ts";
import { SyntaxKind } from "./typescript.ts";
import type { NodeHandle, TypeScriptSymbol } from "./typescript.ts";

const mostLines = { 0: 16, 1: 80 };

/** The text of the symbol's declarations, and the file they stand in if that is no cell. */
export function declarationText(
  symbol: TypeScriptSymbol,
  { cellFile, detail }: InspectionContext,
): { text: string; file?: string } | undefined {
  const [first] = symbol.valueDeclaration ? [symbol.valueDeclaration] : symbol.declarations;
  const text = first && textOf(first);
  if (!first || text === undefined) return undefined;
  const lines = text.split("\n");
  const most = mostLines[detail];
  const shown = lines.length > most ? [...lines.slice(0, most), `// … ${lines.length - most} more lines`] : lines;
  return {
    text: shown.join("\n"),
    ...(isCellFile(first.path) ? {} : { file: shortened(first.path, path.posix.dirname(cellFile)) }),
  };
}

function textOf(handle: NodeHandle): string | undefined {
  const node = handle.resolve();
  if (!node) return undefined;
  const isVariable = node.kind === SyntaxKind.VariableDeclaration;
  const statement = isVariable && node.parent.parent.kind === SyntaxKind.VariableStatement ? node.parent.parent : node;
  const source = node.getSourceFile();
  return statement
    .getText(source)
    .replace(/^export /u, "")
    .replaceAll(`${awaitName}(`, "await (");
}

/** From the package on, for what is installed; from the notebook's folder for the reader's own. */
function shortened(file: string, folder: string): string {
  const installed = file.lastIndexOf("/node_modules/");
  return installed < 0 ? path.posix.relative(folder, file) : file.slice(installed + "/node_modules/".length);
}
