/**
 * Runs the cells of one notebook in a fresh session, in order.
 *
 * Nothing is cached and nothing is reused from an earlier run, so a change in the library, in the data or in a cell
 * can never be hidden. After a cell that fails the rest is not run, as in Jupyter: what it would show is not meaningful.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { hasTag, toNotebookOutputs } from "../notebook/index.ts";
import type { CodeCell, DisplayIds, Notebook, NotebookOutput } from "../notebook/index.ts";
import type { CellResult, Output, Session, SessionOptions } from "../session/index.ts";

export type StartSession = (options: SessionOptions) => Promise<Session>;

export interface ExecuteOptions extends SessionOptions {
  startSession: StartSession;
  /** For each cell. Default: no limit. */
  timeoutMs?: number | undefined;
  signal?: AbortSignal | undefined;
  /** Called before each cell is run, with its position among all cells, from 0. */
  onCell?: ((index: number) => void) | undefined;
}

/** What became of one code cell that was run. */
export interface CellRun {
  /** Position among all cells, from 0. */
  index: number;
  cell: CodeCell;
  executionCount: number;
  result: CellResult;
  outputs: NotebookOutput[];
  /** What came after the cell had ended and before the next one began. */
  late: Output[];
}

export interface Execution {
  runs: CellRun[];
  /** True if every cell that has code was run to its end. */
  complete: boolean;
  /** Why there was no session to run in. */
  startError?: string;
}

/** How long a promise that nobody awaits may take to fail after the last cell. */
const lateMs = 150;

export async function executeNotebook(notebook: Notebook, options: ExecuteOptions): Promise<Execution> {
  const { startSession, timeoutMs, signal, onCell, onLateOutput, ...sessionOptions } = options;
  const runs: CellRun[] = [];
  const displays: DisplayIds = new Map();
  let session: Session;
  try {
    session = await startSession({
      ...sessionOptions,
      onLateOutput: (output) => {
        runs.at(-1)?.late.push(output);
        onLateOutput?.(output);
      },
    });
  } catch (error) {
    return { runs, complete: false, startError: (error as Error).message };
  }
  const stop = (): void => void session.interrupt().finally(() => session.close());
  signal?.addEventListener("abort", stop, { once: true });
  try {
    const cells = notebook.cells.entries().filter(([, cell]) => cell.cell_type === "code" && cell.source.trim() !== "");
    for (const [index, cell] of cells as IteratorObject<[number, CodeCell]>) {
      if (signal?.aborted) return { runs, complete: false };
      onCell?.(index);
      const executionCount = runs.length + 1;
      const result = await session.run(cell.source, { timeoutMs, name: `In[${executionCount}]` });
      const outputs = toNotebookOutputs(withError(result), { executionCount, displays });
      runs.push({ index, cell, executionCount, result, outputs, late: [] });
      const raised = result.status === "error" && !result.refused && hasTag(cell, "raises-exception");
      if (result.status !== "ok" && !raised) return { runs, complete: false };
    }
    await sleep(lateMs, undefined, { signal }).catch(() => undefined);
    return { runs, complete: !signal?.aborted };
  } finally {
    signal?.removeEventListener("abort", stop);
    await session.close();
  }
}

/** The error belongs to the outputs of a cell, whether or not the session has put it there. */
function withError({ outputs, error }: CellResult): Output[] {
  if (!error || outputs.some(({ type }) => type === "error")) return outputs;
  return [...outputs, { type: "error", ...error }];
}
