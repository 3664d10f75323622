/**
 * The .ipynb document in memory: nbformat 4.5 with every multi-line text joined into one string.
 *
 * On disk such texts are lists of lines; only `parse` and `serialise` know that.
 *
 * Reference: nbformat, "The Notebook file format", version 4.5; the schema is in test/fixtures/nbformat.
 */
import type { MimeData, MimeMetadata } from "../core/index.ts";

/** Free JSON, with the parts the course reads. */
export interface CellMetadata {
  tags?: string[];
  course?: CourseCellMetadata;
  [key: string]: unknown;
}

/** What a lecture states about a cell. */
export interface CourseCellMetadata {
  /** How far a number may be from the committed one: either bound is enough. Default: not at all. */
  tolerance?: Tolerance;
  [key: string]: unknown;
}

/** A number agrees if its difference is within `absolute` or within `relative` × the committed size. */
export interface Tolerance {
  relative?: number;
  absolute?: number;
  /**
   * What is shown comes from a training, whose numbers follow the order in which a processor adds: only the kinds of the
   * outputs are compared, and what must be true of them is said by claims.
   */
  trained?: boolean;
  /** Share of an image's pixels that may differ, 0 … 1. Default: 0, and 0.05 where a numeric tolerance is stated. */
  pixels?: number;
}

/** What a lecture states about itself. */
export interface NotebookMetadata {
  course?: { cpuSecondsBudget?: number; [key: string]: unknown };
  [key: string]: unknown;
}

export type Attachments = Record<string, MimeData>;

export interface CodeCell {
  cell_type: "code";
  id: string;
  metadata: CellMetadata;
  source: string;
  execution_count: number | null;
  outputs: NotebookOutput[];
}

export interface MarkdownCell {
  cell_type: "markdown";
  id: string;
  metadata: CellMetadata;
  source: string;
  attachments?: Attachments;
}

export interface RawCell {
  cell_type: "raw";
  id: string;
  metadata: CellMetadata;
  source: string;
  attachments?: Attachments;
}

export type Cell = CodeCell | MarkdownCell | RawCell;

export type NotebookOutput =
  | { output_type: "stream"; name: string; text: string }
  | { output_type: "display_data"; data: MimeData; metadata: MimeMetadata }
  | { output_type: "execute_result"; data: MimeData; metadata: MimeMetadata; execution_count: number | null }
  | { output_type: "error"; ename: string; evalue: string; traceback: string[] };

export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: NotebookMetadata;
  cells: Cell[];
}
