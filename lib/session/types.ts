/** What a session takes and gives: plain data, shared by the kernel, the runner and later the grader. */
import type { MimeData, MimeMetadata } from "../core/index.ts";

/** One thing a cell shows, in the order in which it was shown. */
export type Output =
  | { type: "stream"; name: "stdout" | "stderr"; text: string }
  | { type: "display"; data: MimeData; metadata: MimeMetadata; displayId?: string | undefined }
  | { type: "update"; data: MimeData; metadata: MimeMetadata; displayId: string }
  | { type: "clear"; wait: boolean }
  | { type: "result"; data: MimeData; metadata: MimeMetadata }
  | ({ type: "error" } & CellError);

/** An error as a front end shows it. `traceback` lines may carry ANSI colours. */
export interface CellError {
  name: string;
  message: string;
  traceback: string[];
}

/**
 * How a cell ended. `error`: it threw, or was refused by the type checker (`refused` is then true).
 * `died`: the process is gone; `reason` says why, and the next cell starts in a fresh one.
 */
export interface CellResult {
  status: "ok" | "error" | "interrupted" | "timeout" | "died";
  outputs: Output[];
  error?: CellError | undefined;
  /** True if TypeScript refused the cell, so that nothing of it ran. */
  refused: boolean;
  /** Why the session died or was stopped, as one sentence. */
  reason?: string | undefined;
  wallMs: number;
  cpuMs: number;
  /** The largest resident set of the session process so far. */
  peakRssBytes: number;
}

/** A question that a cell waits for. */
export interface InputRequest {
  prompt: string;
  /** True if what is typed must not be seen. */
  password: boolean;
}

export interface RunOptions {
  /** Called for each output as it comes. */
  onOutput?: ((output: Output) => void) | undefined;
  /** Ask the reader; null for a question that was dismissed. Default: nobody can be asked, which is an error in the cell. */
  onInput?: ((request: InputRequest) => Promise<string | null>) | undefined;
  /** Stop the cell after this long. Default: never. */
  timeoutMs?: number | undefined;
  /** What stack traces and code frames call the cell. Default: `In[n]`, n counting from 1. */
  name?: string | undefined;
}

export interface SessionOptions {
  /** What the cells are written in. JavaScript runs whatever its types are. Default: TypeScript. */
  language?: "typescript" | "javascript" | undefined;
  /** Folder that relative imports and file reads start from: the notebook's own. */
  cwd: string;
  /** Kill the session when its resident set passes this. Default: three quarters of the machine's memory. */
  memoryLimitBytes?: number | undefined;
  /** What one cell may show, in characters. Default: the environment's `COURSE_OUTPUT_LIMIT_MB`, else 100 MB. */
  outputLimit?: number | undefined;
  /** Added to every seed of the course's `rng`. */
  seedShift?: number | undefined;
  /** Extra environment variables for the session process. */
  env?: Record<string, string> | undefined;
  /** Output that belongs to no running cell: a timer's print after its cell has ended. */
  onLateOutput?: ((output: Output) => void) | undefined;
}

/** A completion at a position: replace `[start, end)` by one of `matches`. Offsets are UTF-16 units. */
export interface Completion {
  start: number;
  end: number;
  matches: { text: string; kind: string; signature?: string }[];
}

/** What is known about the name at a position, as Markdown and as plain text. */
export interface Inspection {
  markdown: string;
  text: string;
}

export type Completeness = { status: "complete" | "invalid" | "unknown" } | { status: "incomplete"; indent: string };

/**
 * A session: one process that runs the cells of one notebook, and the type checker that reads them first.
 * Cells run one after another; `run` calls queue. When the process dies, the next `run` starts a fresh one.
 */
export interface Session {
  run(code: string, options?: RunOptions): Promise<CellResult>;
  /** End the running cell, its state kept where possible. Resolves when it has ended; at once if none runs. */
  interrupt(): Promise<void>;
  /** Forget every value and declaration. A running cell ends as `died`. */
  restart(): Promise<void>;
  /** Stop the process and release everything. Safe to call twice. */
  close(): Promise<void>;
  complete(code: string, cursor: number): Promise<Completion>;
  /** With `detail` 1, also the declaration as it is written, and types in full. */
  inspect(code: string, cursor: number, detail?: 0 | 1): Promise<Inspection | undefined>;
  isComplete(code: string): Promise<Completeness>;
}
