/**
 * The process's second thread. It hears the parent even while a cell computes, and can end that computation, mildest
 * means first: an error where the cell next prints or waits, then V8 stops its JavaScript, then Ctrl-C for the program
 * that it waits for, then that program's end. It also reports what the process uses, and ends the process when the
 * parent is gone.
 */
import { Session } from "node:inspector";
import type { Runtime } from "node:inspector";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { parentPort, workerData } from "node:worker_threads";
import { controlFd } from "../protocol.ts";
import type { ControlMessage, InputAnswer, MonitorMessage } from "../protocol.ts";
import { interruptBlocking, killAll, killBlocking } from "./group.ts";
import { expressionOf } from "./question.ts";
import type { Verdict } from "./question.ts";
import type { AnswerLine } from "./stdin.ts";

/** What the main thread shares with this one. */
export interface ControlData {
  secret: string;
  /** Two `Int32`: how many interrupts the main thread has heard of, and 1 when this thread has let go of V8. */
  state: SharedArrayBuffer;
  answers: AnswerLine;
}

/** From the main thread: let go of V8, or see to code that runs although its cell was interrupted. */
export type MainMessage = { type: "disconnect" } | { type: "leftover"; cell: number };

/** How long a busy cell may take to meet its error before its JavaScript is stopped. */
const politeMs = 5;
/** How long what runs after a stop (disposal, a `finally` after a timer) may take before it is stopped too. */
const againMs = 100;
/** A main thread that answers nothing for so long is inside a program that it waits for, or in native code. */
const blockedMs = 100;
/** A program that Ctrl-C has not ended by then does not mind it. */
const stubbornMs = 2000;
const reportEveryMs = 100;

const main = parentPort!;
const { secret, state: stateBuffer, answers } = workerData as ControlData;
const state = new Int32Array(stateBuffer);
const answerCount = new Int32Array(answers.count);

const inspector = new Session();
inspector.connectToMainThread();

let cpuStart = process.cpuUsage();

const socket = new Socket({ fd: controlFd });
const messages = createInterface({ input: socket }).on("error", () => {});
messages.on("line", (line) => {
  const message = JSON.parse(line) as ControlMessage;
  if (message.type === "input") return handOver(message);
  const heard = Atomics.load(state, 0);
  main.postMessage(message);
  if (message.type === "interrupt") {
    mayBlock = true;
    // the cell may still be about to begin
    interrupt(message.cell, () => Atomics.load(state, 0) !== heard);
  } else {
    mayBlock = false;
    cpuStart = process.cpuUsage();
    report();
  }
});
// the parent is gone: nobody wants the results, and a loop in the main thread would never notice
let closedByCell = false;
socket.on("close", () => closedByCell || killAll());
// a cell that closed the descriptor is told by the parent what it did
socket.on("error", ({ code }: NodeJS.ErrnoException) => (closedByCell = code === "EBADF"));

main.on("message", (message: MainMessage) => {
  // it may compute for ever, and then no cell begins
  if (message.type === "leftover") return seeTo(message.cell, () => true);
  inspector.disconnect();
  Atomics.store(state, 1, 1);
  Atomics.notify(state, 1);
});

/** The main thread sleeps until its question is answered. */
function handOver(answer: InputAnswer): void {
  answers.port.postMessage(answer);
  Atomics.add(answerCount, 0, 1);
  Atomics.notify(answerCount, 0);
}

/** False as soon as another cell begins: the program that it waits for is none of the interrupt's business. */
let mayBlock = false;

/** How the control thread goes after a cell: a newer chase of the same kind ends an earlier one. */
function chaser({ patienceMs, onBlocked }: { patienceMs: number; onBlocked(forMs: number): void }) {
  let newest = 0;

  /** Ask until the main thread is free, and `isOver` says that it will stay so. */
  return function chase(cell: number, isOver: () => boolean): void {
    const own = ++newest;
    const startedAt = performance.now();
    ask(false);

    function ask(stop: boolean): void {
      if (own !== newest) return;
      const askedAt = performance.now();
      const blocked = setInterval(() => onBlocked(performance.now() - askedAt), blockedMs);
      const expression = expressionOf({ cell, stop, passedMs: performance.now() - startedAt });
      inspector.post("Runtime.evaluate", { expression, returnByValue: true }, (failure, response) => {
        clearInterval(blocked);
        const { result } = (response ?? {}) as Partial<Runtime.EvaluateReturnType>;
        const verdict = failure ? "busy" : (result?.value as Verdict | undefined);
        if (verdict === "free" && isOver()) return;
        if (verdict === "free" || verdict === "between") setTimeout(ask, 1, stop);
        else if (!stop) setTimeout(ask, patienceMs, true);
        else {
          // a cell can break what the probe is made of
          if (verdict === undefined) inspector.post("Runtime.terminateExecution");
          setTimeout(ask, againMs, true);
        }
      });
    }
  };
}

const interrupt = chaser({
  patienceMs: politeMs,
  onBlocked(forMs) {
    if (mayBlock) (forMs < stubbornMs ? interruptBlocking : killBlocking)();
  },
});
const seeTo = chaser({ patienceMs: againMs, onBlocked() {} });

function report(): void {
  const { user, system } = process.cpuUsage(cpuStart);
  const use: MonitorMessage = {
    secret,
    rssBytes: process.memoryUsage.rss(),
    peakRssBytes: process.resourceUsage().maxRSS * 1024,
    cpuMs: (user + system) / 1000,
  };
  socket.write(`${JSON.stringify(use)}\n`);
}
setInterval(report, reportEveryMs);
