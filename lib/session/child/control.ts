/**
 * The process's second thread. It hears the parent even while a cell computes, and can end that computation:
 * first it asks the main thread, which answers whenever it is not busy; then it stops the running JavaScript.
 * It also reports memory, and ends the process when the parent is gone.
 */
import { Session } from "node:inspector";
import { Socket } from "node:net";
import { createInterface } from "node:readline";
import { parentPort, workerData } from "node:worker_threads";
import { controlFd } from "../protocol.ts";
import type { ControlMessage, InputAnswer, MonitorMessage } from "../protocol.ts";
import type { AnswerLine } from "./stdin.ts";

/** What the main thread shares with this one. */
export interface ControlData {
  answered: SharedArrayBuffer;
  answers: AnswerLine;
}

/** How long a busy main thread may take to answer an interrupt before its JavaScript is stopped. */
const answerWithinMs = 30;
/**
 * How long the main thread may take to come back after it was stopped before it is stopped again. Subtle: two stops
 * close together would stop the cell and then our own code that ends it.
 */
const againAfterMs = 500;
const memoryEveryMs = 100;

const main = parentPort!;
const { answered: answeredBuffer, answers } = workerData as ControlData;
/** Set to 1 by whichever thread has done what the other asked: seen an interrupt, or let go of the debugger. */
const answered = new Int32Array(answeredBuffer);
const answerCount = new Int32Array(answers.count);

let stopping: NodeJS.Timeout | undefined;

const inspector = new Session();
inspector.connectToMainThread();

const socket = new Socket({ fd: controlFd });
const messages = createInterface({ input: socket }).on("error", () => {});
messages.on("line", (line) => {
  const message = JSON.parse(line) as ControlMessage;
  if (message.type === "input") return handOver(message);
  if (message.type !== "interrupt") return main.postMessage(message);
  Atomics.store(answered, 0, 0);
  main.postMessage(message);
  clearTimeout(stopping);
  stopping = setTimeout(stopIfBusy, answerWithinMs);
});
// the parent is gone: nobody wants the results, and a loop in the main thread would never notice
socket.on("close", () => process.kill(process.pid, "SIGKILL"));
socket.on("error", () => {});

main.once("message", () => {
  inspector.disconnect();
  Atomics.store(answered, 0, 1);
  Atomics.notify(answered, 0);
});

/** The main thread sleeps until its question is answered. */
function handOver(answer: InputAnswer): void {
  answers.port.postMessage(answer);
  Atomics.add(answerCount, 0, 1);
  Atomics.notify(answerCount, 0);
}

function stopIfBusy(): void {
  if (Atomics.load(answered, 0) !== 0) return;
  inspector.post("Runtime.terminateExecution");
  stopping = setTimeout(stopIfBusy, againAfterMs);
}

setInterval(() => {
  const report: MonitorMessage = { rssBytes: process.memoryUsage.rss() };
  socket.write(`${JSON.stringify(report)}\n`);
}, memoryEveryMs);
