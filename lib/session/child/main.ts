/**
 * The process in which cells run. It evaluates JavaScript, sends what the cell shows, and says how it ended.
 * Started by `../child-process.ts` with one argument: a JSON object of `ChildOptions`.
 */
import { Worker } from "node:worker_threads";
import { runtimeNames } from "../../compiler/runtime-names.ts";
import { brokenExitCode } from "../protocol.ts";
import type { ControlMessage } from "../protocol.ts";
import type { ControlData, MainMessage } from "./control.ts";
import { endMarker } from "../raw-output.ts";
import type { CellError } from "../types.ts";
import { afterStop } from "./after-stop.ts";
import { beginCell, cellNow, cellOf, endCell } from "./cells.ts";
import { readSecret, send, wholly, writeWhole } from "./channel.ts";
import { keepCompiledCode } from "./compiled-code.ts";
import { settled } from "./companions.ts";
import { installStreams } from "./console.ts";
import { allShown, installDisplay, sendResult } from "./display.ts";
import { anyOpen, disposeAll, use } from "./disposal.ts";
import { describeError, watchStacks } from "./errors.ts";
import { disconnect, evaluate } from "./evaluate.ts";
import { allowCleanUp, Interrupted, isStopped, lateCells, markStopped } from "./interruption.ts";
import { defineFixed, forgetHalfLoaded, installModules } from "./modules.ts";
import { installStdin, NoStdinError } from "./stdin.ts";
import {
  atEnd,
  bare,
  cpuUsage,
  endNow,
  later,
  listen,
  nextTurn,
  now,
  promise as OwnPromise,
  resourceUsage,
} from "./own.ts";
import { installProbe } from "./probe.ts";
import { interruptSubprocesses, watchSubprocesses } from "./subprocesses.ts";
import { installTimers } from "./timers.ts";

export interface ChildOptions {
  seedShift: number;
}

type Ending = { status: "ok" | "error" | "interrupted"; error?: CellError | undefined };

interface Running {
  cell: number;
  /** Report the cell as ended, once. */
  end(ending: Ending): void;
  /** The first error that it left in the air. */
  loose?: CellError;
}

const { seedShift } = JSON.parse(process.argv.pop()!) as ChildOptions;
const secret = readSecret();

let running: Running | undefined;
/** How long an interrupted cell's `using` declarations may take to dispose of what they hold. */
const disposeWithinMs = 1000;

// subtle: as a flag of V8's it would make Node compile its own modules anew, which takes 50 ms
Error.stackTraceLimit = 50;
watchStacks();
installStreams();
installTimers((cell) => control.postMessage({ type: "leftover", cell } satisfies MainMessage));
installModules(process.cwd());
installDisplay();
const answers = installStdin();
installProbe(() => running?.cell);
watchSubprocesses();
defineFixed(runtimeNames.using, use);
(globalThis as Record<symbol, unknown>)[Symbol.for("course.seedShift")] = seedShift;

const state = new Int32Array(new SharedArrayBuffer(8));
const controlData: ControlData = { secret, state: state.buffer, answers };
const control = new Worker(new URL("./control.ts", import.meta.url), {
  workerData: controlData,
  transferList: [answers.port],
  stdout: false,
  stderr: false,
});
// without it nobody would hear of a cell, or of an interrupt
control.on("error", () => endNow(brokenExitCode)).on("exit", () => endNow(brokenExitCode));
control.on("message", (message: Exclude<ControlMessage, { type: "input" }>) => {
  if (message.type === "run") void run(message);
  else {
    Atomics.add(state, 0, 1);
    interrupt(message.cell);
  }
});

atEnd(() => {
  control.postMessage({ type: "disconnect" } satisfies MainMessage);
  Atomics.wait(state, 1, 0, 100);
  disconnect();
});
// the signal that an interrupt sends to all programs of this process group is not for this one
listen("SIGINT", () => {});
listen("unhandledRejection", report);
listen("uncaughtException", report);
send({ type: "ready" });
keepCompiledCode();

/** Run a cell to its end. A failure out here means that the cell broke something we stand on: end rather than hang. */
async function run({ cell, name, javascript }: ControlMessage & { type: "run" }): Promise<void> {
  const wallStart = now();
  const cpuStart = cpuUsage();
  beginCell(cell);
  const own: Running = bare<Running>({
    cell,
    end(ending) {
      if (running !== own) return;
      if (ending.status === "ok" && own.loose) ending = { status: "error", error: own.loose };
      wholly(() => {
        running = undefined;
        endCell();
        reportEnd(cell, { ending, wallMs: now() - wallStart, cpu: cpuUsage(cpuStart) });
      });
    },
  });
  running = own;
  try {
    own.end(await cellOf.run(cell, () => attempt(javascript, { cell, name })));
  } catch {
    endNow(brokenExitCode);
  }
}

async function attempt(javascript: string, { cell, name }: { cell: number; name: string }): Promise<Ending> {
  try {
    const evaluated = await evaluate(javascript, name);
    // a rejection nobody handles is reported one turn of the event loop later, and belongs to this cell
    await new OwnPromise((resolve) => nextTurn(resolve));
    if (evaluated.how === "stopped") throw new Interrupted();
    if (evaluated.how === "thrown") throw evaluated.value;
    await settled();
    await sendResult(evaluated.value);
    await disposeAll();
    await allShown();
    return bare({ status: "ok", error: undefined });
  } catch (thrown) {
    const error = describeError(thrown);
    try {
      await disposeAll();
    } catch {
      // the first error is the one that ended the cell
    }
    await allShown();
    if (!isStopped(cell) && !isA(thrown, Interrupted)) return bare({ status: "error", error });
    afterStop();
    return bare({ status: "interrupted", error: undefined });
  }
}

/** A turn of the event loop has come, so the cell is not busy: it waits for something, or what stopped it has done so. */
function interrupt(cell: number): void {
  forgetHalfLoaded();
  if (running && running.cell === cell) void interruptRunning(running);
  // nothing that runs was meant, so whatever earlier cells do
  else if (!running && cell === 0) for (const each of lateCells()) stopCell(each);
}

/** A cell that waits never comes back, so it is ended from here. */
async function interruptRunning({ cell, end }: Running): Promise<void> {
  stopCell(cell);
  if (anyOpen()) {
    later(() => end({ status: "interrupted" }), disposeWithinMs);
    allowCleanUp(cell);
    await cellOf.run(cell, disposeReported);
  }
  afterStop();
  end({ status: "interrupted" });
}

async function disposeReported(): Promise<void> {
  try {
    await disposeAll();
  } catch (thrown) {
    report(thrown);
  }
}

function stopCell(cell: number): void {
  wholly(() => {
    markStopped(cell);
    interruptSubprocesses(cell);
  });
}

/** A reader that takes no byte for this long is not coming back. */
const markerWithinMs = 1000;

function reportEnd(
  cell: number,
  { ending, wallMs, cpu }: { ending: Ending; wallMs: number; cpu: NodeJS.CpuUsage },
): void {
  // a descriptor that the cell closed takes no marker, and nothing more can come from it
  for (const fd of [1, 2]) writeWhole(fd, Buffer.from(endMarker(secret, cell)), markerWithinMs);
  send({
    type: "done",
    cell,
    ...ending,
    wallMs,
    cpuMs: (cpu.user + cpu.system) / 1000,
    peakRssBytes: resourceUsage().maxRSS * 1024,
  });
  keepCompiledCode();
}

/** An error that no code caught: the running cell's first one decides how it ends, a later one is shown where it belongs. */
function report(thrown: unknown): void {
  // what an interrupted cell left running has ended
  if (isA(thrown, Interrupted)) return;
  const error = describeError(thrown);
  const cell = cellOf.getStore() ?? running?.cell;
  // who waits for a line that never comes would wait for ever
  if (isA(thrown, NoStdinError) && running) running.end({ status: "error", error });
  else if (running && cell === running.cell && !running.loose) running.loose = error;
  else send({ type: "output", cell: cellNow(), output: { type: "error", ...error } });
}

/** `instanceof` for what a cell throws: a proxy can throw when it is looked at. */
function isA(thrown: unknown, kind: new () => Error): boolean {
  try {
    return thrown instanceof kind;
  } catch {
    return false;
  }
}
