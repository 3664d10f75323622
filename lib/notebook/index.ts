export { isJsonMime, joinLines, splitLines } from "./lines.ts";
export { toNotebookOutputs } from "./outputs.ts";
export type { ConvertOptions, DisplayIds, ShownOutput } from "./outputs.ts";
export { parseNotebook } from "./parse.ts";
export type { ParseOptions } from "./parse.ts";
export { outputBytes, serialiseNotebook } from "./serialise.ts";
export { hasTag, toleranceOf } from "./tags.ts";
export type { Tag } from "./tags.ts";
export type {
  Attachments,
  Cell,
  CellMetadata,
  CodeCell,
  CourseCellMetadata,
  MarkdownCell,
  Notebook,
  NotebookMetadata,
  NotebookOutput,
  RawCell,
  Tolerance,
} from "./types.ts";
