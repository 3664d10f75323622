/**
 * The process in which cells run. It evaluates JavaScript, sends what the cell shows, and says how it ended.
 * Started by `../child-process.ts` with one argument: a JSON object of `ChildOptions`.
 */
import { setTimeout } from "node:timers";
import { Worker } from "node:worker_threads";
import { runtimeNames } from "../../compiler/runtime-names.ts";
import { brokenExitCode } from "../protocol.ts";
import type { ControlMessage } from "../protocol.ts";
import type { ControlData } from "./control.ts";
import { endMarker } from "../raw-output.ts";
import type { CellError } from "../types.ts";
import { cellOf, send, sendOutput, setCurrentCell, writeWhole } from "./channel.ts";
import { installStreams } from "./console.ts";
import { allShown, installDisplay, sendResult } from "./display.ts";
import { disposeAll, use } from "./disposal.ts";
import { describeError } from "./errors.ts";
import { evaluate } from "./evaluate.ts";
import { defineFixed, installModules } from "./modules.ts";
import { installStdin, NoStdinError } from "./stdin.ts";
import { cpuUsage, endNow, nextTurn, now, promise as OwnPromise, resourceUsage } from "./own.ts";

export interface ChildOptions {
  secret: string;
  seedShift: number;
}

type Ending = { status: "ok" | "error" | "interrupted"; error?: CellError | undefined };

const { secret, seedShift } = JSON.parse(process.argv[2]!) as ChildOptions;

/** The running cell: how to end it early, and the first error that it left in the air. */
let running: { cell: number; end: (ending: Ending) => void; loose?: CellError } | undefined;

/** Ends the cell that has not been reported as ended yet. */
let unfinished: ((ending: Ending) => void) | undefined;
const finishWithinMs = 200;

installStreams();
installModules(process.cwd());
installDisplay();
const answers = installStdin();
defineFixed(runtimeNames.using, use);
(globalThis as Record<symbol, unknown>)[Symbol.for("course.seedShift")] = seedShift;

const answered = new Int32Array(new SharedArrayBuffer(4));
const controlData: ControlData = { answered: answered.buffer, answers };
const control = new Worker(new URL("./control.ts", import.meta.url), {
  workerData: controlData,
  transferList: [answers.port],
  stdout: false,
  stderr: false,
});
control.on("message", (message: Exclude<ControlMessage, { type: "input" }>) => {
  if (message.type === "run") void run(message);
  else {
    Atomics.store(answered, 0, 1);
    running?.end({ status: "interrupted" });
    finishLater(unfinished);
  }
});

// a debugger session that is still open would hold up process.exit(), and say so on stderr
process.on("exit", () => {
  Atomics.store(answered, 0, 0);
  control.postMessage("disconnect");
  Atomics.wait(answered, 0, 0, 100);
});
process.on("unhandledRejection", report);
process.on("uncaughtException", report);
send({ type: "ready" });

/** Run a cell to its end. A failure out here means that the cell broke something we stand on: end rather than hang. */
async function run(message: ControlMessage & { type: "run" }): Promise<void> {
  try {
    await runCell(message);
  } catch {
    endNow(brokenExitCode);
  }
}

async function runCell({ cell, name, javascript }: ControlMessage & { type: "run" }): Promise<void> {
  const wallStart = now();
  const cpuStart = cpuUsage();
  setCurrentCell(cell);
  const finish = (ending: Ending): void => {
    if (unfinished !== finish) return;
    end(cell, { ending, wallMs: now() - wallStart, cpu: cpuUsage(cpuStart) });
    unfinished = undefined;
  };
  unfinished = finish;
  // a cell that is interrupted while it waits never comes back, so whichever of the two is first ends it
  const { status, error } = await new OwnPromise<Ending>((resolve, reject) => {
    running = { cell, end: resolve };
    void cellOf.run(cell, async () => {
      try {
        resolve(await attempt(javascript, name));
      } catch (broken) {
        reject(broken);
      }
    });
  });
  const ending: Ending =
    status === "ok" && running?.loose ? { status: "error", error: running.loose } : { status, error };
  running = undefined;
  finish(ending);
}

/** Should the stop of the cell have hit our own code that ends it, the cell is ended from here. */
function finishLater(finish: typeof unfinished): void {
  if (!finish) return;
  setTimeout(() => {
    if (unfinished !== finish) return;
    running = undefined;
    finish({ status: "interrupted" });
  }, finishWithinMs);
}

/** A reader that takes no byte for this long is not coming back. */
const markerWithinMs = 1000;

/** Say that the cell has ended, once. */
function end(cell: number, { ending, wallMs, cpu }: { ending: Ending; wallMs: number; cpu: NodeJS.CpuUsage }): void {
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
}

async function attempt(javascript: string, name: string): Promise<Ending> {
  try {
    const evaluated = await evaluate(javascript, name);
    // a rejection nobody handles is reported one turn of the event loop later, and belongs to this cell
    await new OwnPromise((resolve) => nextTurn(resolve));
    if ("stopped" in evaluated) return await stopped();
    if ("thrown" in evaluated) throw evaluated.thrown;
    await sendResult(evaluated.value);
    await disposeAll();
    await allShown();
    return { status: "ok" };
  } catch (thrown) {
    const error = describeError(thrown);
    try {
      await disposeAll();
    } catch {
      // the first error is the one that ended the cell
    }
    await allShown();
    return { status: "error", error };
  }
}

async function stopped(): Promise<Ending> {
  await disposeAll();
  return { status: "interrupted" };
}

/** An error that no code caught: the running cell's first one decides how it ends, a later one is shown where it belongs. */
function report(thrown: unknown): void {
  const error = describeError(thrown);
  const cell = cellOf.getStore() ?? running?.cell;
  // who waits for a line that never comes would wait for ever
  if (thrown instanceof NoStdinError && running) running.end({ status: "error", error });
  else if (running && cell === running.cell && !running.loose) running.loose = error;
  else sendOutput({ type: "error", ...error });
}
