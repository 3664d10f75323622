/** The code cells of a notebook in the project's layout, in lines that fit JupyterLab's cells. */
import { format } from "oxfmt";
import type { Notebook } from "../../lib/notebook/index.ts";

/** Characters in a line: what a cell shows beside a sidebar on a laptop's screen without scrolling. */
export const cellWidth = 100;

/** The same notebook with code laid out; outputs stay. A cell that does not parse stays as it is. */
export async function formatCells(notebook: Notebook): Promise<Notebook> {
  const cells = notebook.cells.map(async (cell) =>
    cell.cell_type === "code" ? { ...cell, source: await formatCell(cell.source) } : cell,
  );
  return { ...notebook, cells: await Promise.all(cells) };
}

/** The most passes over one cell: two have always been enough. */
const passes = 5;

/** Without the newline at the end, as notebooks have it. */
async function formatCell(source: string): Promise<string> {
  // subtle: what oxfmt has laid out it may lay out differently once more, as chains of calls that then fit a line
  for (let pass = 0, before = source; pass < passes; pass++) {
    const { code, errors } = await format("cell.ts", before, { printWidth: cellWidth });
    if (errors.length > 0) return source;
    const after = code.trimEnd();
    if (after === before) break;
    before = source = after;
  }
  return source;
}
