/** What is known of the name at the cursor, or of the function whose brackets it stands in. */
import { callAround, callFacts } from "./inspection-call.ts";
import { hoverFacts } from "./inspection-symbol.ts";
import type { CellFile } from "./cell-file.ts";
import type { SymbolFacts } from "./types.ts";
import { getTouchingPropertyName, SyntaxKind } from "./typescript.ts";
import type { Node } from "./typescript.ts";
import { cursorIn, wordAt } from "./words.ts";

export function inspectionAt(
  cellFile: CellFile,
  { code, cursor, detail }: { code: string; cursor: number; detail: 0 | 1 },
): SymbolFacts | undefined {
  const { program, scope } = cellFile;
  program.loadNodeTypes();
  const place = cursorIn(code, cursor);
  const { offset, source } = cellFile.loadWithAll(code);
  const word = wordAt(code, place);
  const context = { ...program.current(), source, detail, earlier: scope.names(), offset };
  const node = getTouchingPropertyName(source, offset + word.start);
  if (named.has(node.kind) && node.getStart(source) <= offset + place) {
    const facts = hoverFacts(node, context);
    if (facts) return facts;
  }
  const call = callAround(source, offset + place);
  return call && callFacts(call, context);
}

/** Nodes that stand for something with a name. A string may be a module's, or a property's. */
const named = new Set<Node["kind"]>([
  SyntaxKind.Identifier,
  SyntaxKind.PrivateIdentifier,
  SyntaxKind.ThisKeyword,
  SyntaxKind.SuperKeyword,
  SyntaxKind.StringLiteral,
]);
