/** What is known of the name at the cursor, or of the function whose brackets it stands in. */
import type { CellFile } from "./cell-file.ts";
import type { SymbolFacts } from "./types.ts";
import { wordAt } from "./words.ts";

export function inspectionAt(
  cellFile: CellFile,
  { code, cursor }: { code: string; cursor: number; detail: 0 | 1 },
): SymbolFacts | undefined {
  const name = nameAt(code, cursor);
  if (name === undefined) return undefined;
  const { offset } = cellFile.loadWithAll(code);
  return cellFile.program.symbolAt(offset + name);
}

/** Where the identifier at `cursor` starts, or the one before the bracket that `cursor` stands in. */
function nameAt(code: string, cursor: number): number | undefined {
  const { start, end } = wordAt(code, cursor);
  if (end > start) return start;
  let depth = 0;
  for (let at = cursor - 1; at >= 0; at--) {
    if (code[at] === ")") depth++;
    if (code[at] === "(" && depth-- === 0) {
      const name = wordAt(code, code.slice(0, at).trimEnd().length);
      return name.end > name.start ? name.start : undefined;
    }
  }
  return undefined;
}
