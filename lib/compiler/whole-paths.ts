/**
 * Paths without their extension, completed. Node's own rules on modules, which a tsconfig.json may ask for, refuse
 * them; a cell may leave extensions out under any rules, and the session finds the file.
 */
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { applyEdits, positionsOf } from "./edits.ts";
import type { Edit } from "./edits.ts";
import { literalSpecifiers } from "./local-modules.ts";
import { localFile } from "./module-files.ts";
import { slashes } from "./paths.ts";
import { cellFileName } from "./runtime-names.ts";
import { sourceOffset } from "./positions.ts";
import type { CellSyntax } from "./syntax.ts";
import type { Compiled } from "./types.ts";

export interface WholePaths {
  code: string;
  /** What was found of `code`, in terms of the text before. */
  back(compiled: Compiled): Compiled;
}

/** The cell with whole paths, for a notebook in `folder`. Undefined if they are whole already. */
export function withWholePaths(code: string, syntax: CellSyntax, folder: string): WholePaths | undefined {
  const cell = pathToFileURL(path.join(folder, cellFileName)).href;
  const edits = literalSpecifiers(code, syntax).flatMap(({ specifier, end }): Edit[] => {
    // a path that is written with escapes has its end elsewhere
    if (code.slice(end - specifier.length, end) !== specifier) return [];
    const url = /^\.\.?(?:\/|$)/u.test(specifier) ? localFile(specifier, cell) : undefined;
    const stem = path.resolve(folder, specifier);
    const file = url ? fileURLToPath(url) : stem;
    if (file.length <= stem.length || !file.startsWith(stem)) return [];
    const rest = slashes(file.slice(stem.length));
    return [{ start: end, end, text: specifier.endsWith("/") ? rest.slice(1) : rest }];
  });
  if (edits.length === 0) return undefined;
  const positions = positionsOf(edits);
  const before = (offset: number): number => sourceOffset(positions, offset);
  return {
    code: applyEdits(code, edits),
    back(compiled) {
      if (compiled.ok)
        return { ...compiled, positions: compiled.positions.map((each) => ({ ...each, from: before(each.from) })) };
      const diagnostics = compiled.diagnostics.map((each) =>
        each.file ? each : { ...each, start: before(each.start), end: before(each.end) },
      );
      return { ...compiled, diagnostics };
    },
  };
}
