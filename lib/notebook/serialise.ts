/** A notebook as the text of its file, byte for byte what a save from JupyterLab writes. */
import type { MimeData } from "../core/index.ts";
import { pythonJson } from "./json.ts";
import { isSplitMime, splitLines } from "./lines.ts";
import type { Attachments, Cell, Notebook, NotebookOutput } from "./types.ts";

/** Keys sorted, one space of indent, texts as lists of lines, characters as they are, a newline at the end. */
export function serialiseNotebook(notebook: Notebook): string {
  const { orig_nbformat: _, orig_nbformat_minor: __, signature: ___, ...metadata } = notebook.metadata;
  return `${pythonJson({ ...notebook, metadata, cells: notebook.cells.map(cellToDisk) })}\n`;
}

/** The bytes that an output takes in the file. */
export function outputBytes(output: NotebookOutput): number {
  return Buffer.byteLength(pythonJson(outputToDisk(output)));
}

function cellToDisk(cell: Cell): unknown {
  const { trusted: _, ...metadata } = cell.metadata;
  const disk = { ...cell, metadata, source: splitLines(cell.source) };
  if (cell.cell_type === "code") return { ...disk, outputs: cell.outputs.map(outputToDisk) };
  return { ...disk, attachments: cell.attachments && attachmentsToDisk(cell.attachments) };
}

function attachmentsToDisk(attachments: Attachments): Attachments {
  return Object.fromEntries(Object.entries(attachments).map(([name, data]) => [name, bundleToDisk(data)]));
}

function outputToDisk(output: NotebookOutput): unknown {
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  if (output.output_type === "error") return output;
  return { ...output, data: bundleToDisk(output.data) };
}

function bundleToDisk(data: MimeData): MimeData {
  return Object.fromEntries(
    Object.entries(data).map(([mime, value]) => [
      mime,
      typeof value === "string" && isSplitMime(mime) ? splitLines(value) : value,
    ]),
  );
}
