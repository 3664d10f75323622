/**
 * A session: cells are compiled here and run in a process of their own, so that whatever a cell does to that process
 * (exit, abort, endless loop, full memory), this side keeps control and can say what happened.
 */
import { createCompiler } from "../compiler/index.ts";
import type { Compiled, Compiler } from "../compiler/index.ts";
import { startChild } from "./child-process.ts";
import type { ChildProcess } from "./child-process.ts";
import { completenessOf, inspectionOf, locatedTraceback, refusal, withOrigins } from "./explain.ts";
import type { Origins } from "./explain.ts";
import type { ProcessMessage } from "./protocol.ts";
import type { CellError, CellResult, Output, RunOptions, Session, SessionOptions } from "./types.ts";

/** After this long an interrupted cell is beyond asking, and its process is killed. */
const interruptGraceMs = 5000;

/** How many ended cells still receive the output that their timers make. */
const rememberedCells = 100;

type Ending = Pick<CellResult, "status" | "wallMs" | "cpuMs" | "peakRssBytes"> & {
  error?: CellError | undefined;
  reason?: string | undefined;
};

/** A cell from start to end, and after it for late output. */
interface Cell {
  outputs: Output[];
  onOutput: ((output: Output) => void) | undefined;
  end: ((ending: Ending) => void) | undefined;
  /** The interrupt that is under way. */
  stopping?: Promise<void>;
}

const interruption: CellError = {
  name: "Interrupted",
  message: "The cell was stopped.",
  traceback: ["Interrupted: The cell was stopped. What it had assigned is kept."],
};

function timeout(timeoutMs: number): CellError {
  const message = `The cell ran longer than ${timeoutMs} ms.`;
  return { name: "Timeout", message, traceback: [`Timeout: ${message}`] };
}

/** TypeScript's process is gone. The next cell starts a new one, which knows none of the earlier cells. */
function checkerStopped(cause: unknown): CellError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The type checker stopped (${reason}), and nothing of this cell ran. It starts again with the next cell and has forgotten the earlier ones: run those again, or restart the session.`;
  return { name: "CheckerStopped", message, traceback: [`CheckerStopped: ${message}`] };
}

/** Start a session. Returns at once: its process starts meanwhile, and the type checker with the first cell. */
export async function startSession(options: SessionOptions): Promise<Session> {
  let compiler: Compiler | undefined;
  let child: ChildProcess | undefined;
  let closed = false;
  let cellNumber = 0;
  let executionNumber = 0;
  let running: { number: number; startedAt: number } | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  const cells = new Map<number, Cell>();
  const origins: Origins = new Map();

  child = openChild();

  function openChild(): ChildProcess {
    const opened = startChild(options, {
      onMessage: (message) => opened === child && onMessage(message),
      onRaw: (name, text) => deliver(running?.number ?? cellNumber, { type: "stream", name, text }),
      onDeath(reason) {
        if (opened === child) onDeath(reason);
      },
    });
    return opened;
  }

  function onMessage(message: ProcessMessage): void {
    if (message.type === "output") deliver(message.cell, message.output);
    if (message.type !== "done") return;
    const { cell, status, error, wallMs, cpuMs, peakRssBytes } = message;
    void child?.drained(cell).then(() => cells.get(cell)?.end?.({ status, error, wallMs, cpuMs, peakRssBytes }));
  }

  function onDeath(reason: string): void {
    child = undefined;
    forgetCompiler();
    if (!running) return;
    const { number, startedAt } = running;
    const lost = `${reason} Every value and declaration is lost; the next cell starts in a fresh session.`;
    const error: CellError = { name: "SessionDied", message: lost, traceback: [`SessionDied: ${lost}`] };
    deliver(number, { type: "error", ...error });
    cells
      .get(number)
      ?.end?.({ status: "died", reason, error, wallMs: performance.now() - startedAt, cpuMs: 0, peakRssBytes: 0 });
  }

  function deliver(number: number, output: Output): void {
    const cell = cells.get(number);
    // the error that ends a cell arrives with its end, a late one here
    if (output.type === "error") output = { ...output, ...withOrigins(output, origins) };
    if (cell?.end) cell.outputs.push(output);
    if (cell?.onOutput) cell.onOutput(output);
    else if (!cell?.end) options.onLateOutput?.(output);
  }

  function forgetCompiler(): void {
    origins.clear();
    const last = compiler;
    compiler = undefined;
    try {
      last?.close();
    } catch {
      // its process is gone already
    }
  }

  function openCompiler(): Compiler {
    return (compiler ??= createCompiler({ cwd: options.cwd }));
  }

  /** The compiler is one and not re-entrant, and a session that is closed has none. */
  function withCompiler<T>(use: (compiler: Compiler) => T): T {
    if (closed) throw new Error("session: expected an open session, got a closed one");
    return use(openCompiler());
  }

  async function runNow(code: string, { onOutput, timeoutMs, name }: RunOptions): Promise<CellResult> {
    const number = ++cellNumber;
    const label = name ?? `In[${++executionNumber}]`;
    const cell: Cell = { outputs: [], onOutput, end: undefined };
    const startedAt = performance.now();
    const ended = new Promise<Ending>((resolve) => (cell.end = resolve));
    cells.set(number, cell);
    cells.delete(number - rememberedCells);
    child ??= openChild();

    let compiled: Compiled;
    try {
      compiled = withCompiler((open) => open.compile(code));
    } catch (cause) {
      if (closed) throw cause;
      forgetCompiler();
      return notRun(cell, { startedAt, error: checkerStopped(cause) });
    }
    if (!compiled.ok) return notRun(cell, { startedAt, error: refusal(code, { label, ...compiled }) });

    running = { number, startedAt };
    origins.set(label, compiled.origin);
    child.send({ type: "run", cell: number, name: label, javascript: compiled.javascript });
    try {
      openCompiler().commit();
    } catch {
      // the checker has stopped: this cell runs to its end, and the next one meets the stopped checker and says so
    }
    let timedOut = false;
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => ((timedOut = true), void interrupt()), timeoutMs);
    const ending = await ended;
    clearTimeout(timer);
    running = undefined;
    if (ending.status === "interrupted") ending.error = timedOut ? timeout(timeoutMs!) : interruption;
    const error = ending.error && locatedTraceback(withOrigins(ending.error, origins), { code, label });
    if (error && ending.status !== "died") deliver(number, { type: "error", ...error });
    cell.end = undefined;
    return {
      ...ending,
      error,
      outputs: cell.outputs,
      refused: false,
      ...(timedOut ? { status: "timeout", reason: timeout(timeoutMs!).message } : {}),
    };
  }

  /** The result of a cell of which nothing ran, and its error where everybody sees it. */
  function notRun(cell: Cell, { startedAt, error }: { startedAt: number; error: CellError }): CellResult {
    const output: Output = { type: "error", ...error };
    cell.end = undefined;
    cell.outputs.push(output);
    cell.onOutput?.(output);
    const wallMs = performance.now() - startedAt;
    return { status: "error", outputs: cell.outputs, error, refused: true, wallMs, cpuMs: 0, peakRssBytes: 0 };
  }

  function interrupt(): Promise<void> {
    const cell = running && cells.get(running.number);
    if (!cell?.end || !child) return Promise.resolve();
    return (cell.stopping ??= stop(cell, child));
  }

  async function stop(cell: Cell, process: ChildProcess): Promise<void> {
    const { end } = cell;
    await new Promise<void>((resolve) => {
      const kill = setTimeout(
        () => void process.kill("The cell did not stop when it was asked to, so its process was stopped."),
        interruptGraceMs,
      );
      cell.end = (ending) => {
        clearTimeout(kill);
        end?.(ending);
        resolve();
      };
      process.send({ type: "interrupt" });
    });
  }

  return {
    run(code, runOptions = {}) {
      const result = queue.then(() => runNow(code, runOptions));
      queue = result.catch(() => {});
      return result;
    },
    interrupt,
    async restart() {
      await child?.kill("The session was restarted.");
      forgetCompiler();
      executionNumber = 0;
      if (!closed) child ??= openChild();
    },
    async close() {
      closed = true;
      await child?.kill("The session was closed.");
      forgetCompiler();
    },
    complete: async (code, cursor) => withCompiler((open) => open.complete(code, cursor)),
    async inspect(code, cursor) {
      const facts = withCompiler((open) => open.inspect(code, cursor));
      return facts && inspectionOf(facts);
    },
    isComplete: async (code) =>
      completenessOf(
        withCompiler((open) => open.completeness(code)),
        code,
      ),
  };
}
