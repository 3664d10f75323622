/**
 * A session: cells are compiled here and run in a process of their own, so that whatever a cell does to that process
 * (exit, abort, endless loop, full memory), this side keeps control and can say what happened.
 */
import { CompilerStopped, startCompiler } from "../compiler/index.ts";
import type { Compiled } from "../compiler/index.ts";
import { answerTo } from "./answer.ts";
import { startChild } from "./child-process.ts";
import type { ChildProcess } from "./child-process.ts";
import { completenessOf, locatedTraceback, refusal, withOrigins } from "./explain.ts";
import type { Origins } from "./explain.ts";
import { inspectionOf } from "./inspection-text.ts";
import { limited, outputLimit } from "./limit.ts";
import type { ProcessMessage } from "./protocol.ts";
import type { CellError, CellResult, Output, RunOptions, Session, SessionOptions } from "./types.ts";

/** After this long an interrupted cell is beyond asking, and its process is killed. */
const interruptGraceMs = 5000;

/** How long a cell that is interrupted while it is checked may be checked on, before the checker is stopped. */
const checkWithinMs = 300;

/** How many ended cells still receive the output that their timers make. */
const rememberedCells = 100;

type Ending = Pick<CellResult, "status" | "error" | "reason"> &
  Partial<Pick<CellResult, "refused" | "wallMs" | "cpuMs" | "peakRssBytes">>;

/** A cell from start to end, and after it for late output. */
interface Cell {
  outputs: Output[];
  limit: (output: Output) => Output[];
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
function checkerStopped(cause: unknown): CellError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `The type checker stopped while it read this cell (${reason}), so nothing of it ran. Values and declarations are kept.`;
  return { name: "CheckerStopped", message, traceback: [`CheckerStopped: ${message}`] };
}

/** Start a session. Returns at once: its process and its type checker start meanwhile. */
export async function startSession(options: SessionOptions): Promise<Session> {
  const compiler = startCompiler({ cwd: options.cwd, language: options.language });
  let child: ChildProcess | undefined;
  /** Rises when the process ends: what was compiled before knows values that are gone. */
  let generation = 0;
  let closed = false;
  let cellNumber = 0;
  let executionNumber = 0;
  /** The cell at hand; `sent` once its process has it, `cancelled` if it was interrupted before. */
  let running: { number: number; sent: boolean; cancelled?: boolean } | undefined;
  /** The process is being ended on purpose. */
  let isEnding = false;
  let queue: Promise<unknown> = Promise.resolve();
  const cells = new Map<number, Cell>();
  const origins: Origins = new Map();
  const mostOutput = options.outputLimit ?? outputLimit();
  /** Of all cells that are remembered no more: one of their intervals may still print. */
  const forgottenLimit = limited(mostOutput);

  child = openChild();

  function openChild(): ChildProcess {
    const opened = startChild(options, {
      onMessage: (message) => opened === child && onMessage(message),
      onRaw: (name, text) => deliver(running?.number ?? cellNumber, { type: "stream", name, text }),
      onDeath(reason, use) {
        if (opened === child) onDeath(reason, use);
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

  function onDeath(reason: string, use: Pick<CellResult, "cpuMs" | "peakRssBytes">): void {
    child = undefined;
    forget();
    const dead = running?.sent ? cells.get(running.number) : undefined;
    // a process that is ended on purpose while no cell runs takes nobody by surprise
    if (!dead && isEnding) return;
    const lost = `${reason} Every value and declaration is lost; the next cell starts in a fresh session.`;
    const error: CellError = { name: "SessionDied", message: lost, traceback: [`SessionDied: ${lost}`] };
    deliver(dead ? running!.number : cellNumber - (running ? 1 : 0), { type: "error", ...error });
    dead?.end?.({ status: "died", reason, error, ...use });
  }

  function deliver(number: number, output: Output): void {
    const cell = cells.get(number);
    // the error that ends a cell arrives with its end, a late one here
    if (output.type === "error") output = { ...output, ...withOrigins(output, origins) };
    for (const each of (cell?.limit ?? forgottenLimit)(output)) {
      if (cell?.end) cell.outputs.push(each);
      if (cell?.onOutput) cell.onOutput(each);
      else if (!cell?.end) options.onLateOutput?.(each);
    }
  }

  function forget(): void {
    generation++;
    origins.clear();
    compiler.reset();
  }

  async function runNow(code: string, { onOutput, onInput, timeoutMs, name }: RunOptions): Promise<CellResult> {
    if (closed) throw new Error("session: expected an open session, got a closed one");
    const number = ++cellNumber;
    const label = name ?? `In[${++executionNumber}]`;
    const cell: Cell = { outputs: [], limit: limited(mostOutput), onOutput, onInput, end: undefined };
    const startedAt = performance.now();
    const ended = new Promise<Ending>((resolve) => (cell.end = resolve));
    cells.set(number, cell);
    cells.delete(number - rememberedCells);
    running = { number, sent: false };

    let timedOut = false;
    const timer =
      timeoutMs === undefined ? undefined : setTimeout(() => ((timedOut = true), void interrupt()), timeoutMs);
    void compileAndSend(cell, { number, label, code });
    const ending = await ended;
    clearTimeout(timer);
    running = undefined;
    if (ending.status === "interrupted") ending.error = timedOut ? timeout(timeoutMs!) : interruption;
    const error = ending.error && locatedTraceback(withOrigins(ending.error, origins), { code, label });
    if (error && ending.status !== "died") deliver(number, { type: "error", ...error });
    cell.end = undefined;
    const { outputs } = cell;
    // a cell is remembered for what comes late, not for what it has shown
    cell.outputs = [];
    return {
      wallMs: performance.now() - startedAt,
      cpuMs: 0,
      peakRssBytes: 0,
      refused: false,
      ...ending,
      error,
      outputs,
      ...(timedOut ? { status: "timeout", reason: timeout(timeoutMs!).message } : {}),
    };
  }

  /** Check the cell and send it to the process, or end it if it is refused. */
  async function compileAndSend(
    cell: Cell,
    { number, label, code }: { number: number; label: string; code: string },
  ): Promise<void> {
    let compiled: Compiled;
    try {
      compiled = await compile(code);
    } catch (cause) {
      if (closed) cell.end?.({ status: "died", reason: "The session was closed." });
      else if (!(cause instanceof CompilerStopped) || cause.crashed)
        cell.end?.({ status: "error", error: checkerStopped(cause), refused: true });
      else cell.end?.({ status: "interrupted" });
      return;
    }
    if (!compiled.ok)
      return cell.end?.({ status: "error", error: refusal(code, { label, ...compiled }), refused: true });
    const { javascript, positions } = compiled;
    if (running!.cancelled) return cell.end?.({ status: "interrupted" });
    running!.sent = true;
    origins.set(label, { code, javascript, positions });
    child ??= openChild();
    child.send({ type: "run", cell: number, name: label, javascript });
    compiler.commit(code);
  }

  /** Compile the cell, and again if the process has died meanwhile: the first time knew values that are gone. */
  async function compile(code: string): Promise<Compiled> {
    for (;;) {
      const before = generation;
      const compiled = await compiler.compile(code);
      if (generation === before) return compiled;
    }
  }

  async function interrupt(): Promise<void> {
    // a timer of an earlier cell may run for ever
    if (!running) return child?.send({ type: "interrupt", cell: 0 });
    const cell = cells.get(running.number);
    if (!cell?.end) return;
    if (!running.sent) return cancel(running);
    if (child) await (cell.stopping ??= stop(cell, child));
  }

  /** A cell is mostly checked in a few milliseconds, and a checker that was stopped has to read all cells again. */
  function cancel(interrupted: NonNullable<typeof running>): void {
    if (interrupted.cancelled) return;
    interrupted.cancelled = true;
    setTimeout(() => {
      if (running === interrupted && !interrupted.sent) compiler.stop();
    }, checkWithinMs).unref();
  }

  async function stop(cell: Cell, process: ChildProcess): Promise<void> {
    const { end } = cell;
    const { number } = running!;
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
      process.send({ type: "interrupt", cell: number });
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
      await endChild("The session was restarted.");
      executionNumber = 0;
      if (!closed) child ??= openChild();
    },
    async close() {
      closed = true;
      compiler.close();
      await endChild("The session was closed.");
    },
    complete: (code, cursor) => compiler.complete(code, cursor),
    async inspect(code, cursor, detail) {
      const facts = await compiler.inspect(code, cursor, detail);
      return facts && inspectionOf(facts);
    },
    isComplete: async (code) => completenessOf(await compiler.completeness(code), code),
  };

  async function endChild(reason: string): Promise<void> {
    isEnding = true;
    await child?.kill(reason);
    isEnding = false;
  }
}
