/**
 * A session: cells are compiled here and run in a process of their own, so that whatever a cell does to that process
 * (exit, abort, endless loop, full memory), this side keeps control and can say what happened.
 */
import { CompilerStopped, startCompiler } from "../compiler/index.ts";
import type { Compiled } from "../compiler/index.ts";
import { answerTo } from "./answer.ts";
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
  onOutput: RunOptions["onOutput"];
  onInput: RunOptions["onInput"];
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

/** TypeScript's process has ended over this cell, twice. */
function checkerStopped(cause: CompilerStopped): CellError {
  const message = `The type checker stopped while it read this cell (${cause.message}), so nothing of it ran. Values and declarations are kept.`;
  return { name: "CheckerStopped", message, traceback: [`CheckerStopped: ${message}`] };
}

/** Start a session. Returns at once: its process and its type checker start meanwhile. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const compiler = startCompiler({ cwd: options.cwd });
  let child: ChildProcess | undefined;
  /** Rises when the process ends: what was compiled before knows values that are gone. */
  let generation = 0;
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
    if (message.type === "input") {
      const asking = cells.get(message.cell);
      const process = child;
      void answerTo(message, asking?.end && asking.onInput).then((answer) => process?.send(answer));
    }
    if (message.type !== "done") return;
    const { cell, status, error, wallMs, cpuMs, peakRssBytes } = message;
    void child?.drained(cell).then(() => cells.get(cell)?.end?.({ status, error, wallMs, cpuMs, peakRssBytes }));
  }

  function onDeath(reason: string): void {
    child = undefined;
    forget();
    const number = running?.number ?? cellNumber;
    const startedAt = running?.startedAt ?? performance.now();
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

  function forget(): void {
    generation++;
    origins.clear();
    compiler.reset();
  }

  async function runNow(code: string, { onOutput, onInput, timeoutMs, name }: RunOptions): Promise<CellResult> {
    const number = ++cellNumber;
    const label = name ?? `In[${++executionNumber}]`;
    const cell: Cell = { outputs: [], onOutput, onInput, end: undefined };
    const startedAt = performance.now();
    const ended = new Promise<Ending>((resolve) => (cell.end = resolve));
    cells.set(number, cell);
    cells.delete(number - rememberedCells);

    let timedOut = false;
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => ((timedOut = true), void interrupt()), timeoutMs);
    running = { number, startedAt };
    void compile(code).then(
      (compiled) => start(compiled),
      (cause) => notRun(closed ? cause : cause),
    );
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
