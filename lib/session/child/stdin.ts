/**
 * Questions to the reader: `prompt`, `confirm` and `alert`, as in browsers and Deno. The cell stops until the answer is
 * there: the main thread sleeps, and the control thread, which hears the parent meanwhile, wakes it.
 */
import { Readable } from "node:stream";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import type { InputAnswer } from "../protocol.ts";
import { cellNow } from "./cells.ts";
import { send } from "./channel.ts";
import { define } from "./modules.ts";

/** What the control thread needs to hand over answers. */
export interface AnswerLine {
  port: MessagePort;
  /** One `Int32`: how many answers were handed over. */
  count: SharedArrayBuffer;
}

/** Without a question before it, a read of `process.stdin` has nothing to read. */
export class NoStdinError extends Error {
  override name = "NoStdinError";
  override message = 'process.stdin: a cell has no standard input; ask with prompt("…"), which waits for the answer';
}

/** Give cells the three questions. The result goes to the control thread, in the transfer list its port. */
export function installStdin(): AnswerLine {
  const { port1: inbox, port2: port } = new MessageChannel();
  const count = new SharedArrayBuffer(4);
  const arrived = new Int32Array(count);
  let asked = 0;

  function ask(name: string, { prompt, password = false }: { prompt: string; password?: boolean }): string | null {
    const request = ++asked;
    send({ type: "input", cell: cellNow(), request, prompt, password });
    for (;;) {
      const before = Atomics.load(arrived, 0);
      const answer = receiveMessageOnPort(inbox)?.message as InputAnswer | undefined;
      if (!answer) Atomics.wait(arrived, 0, before);
      // the answer to a question that was interrupted may still come
      else if (answer.request !== request) continue;
      else if ("refused" in answer) throw new Error(`${name}: ${answer.refused}`);
      else return answer.value;
    }
  }

  define("prompt", function prompt(message: unknown = "Prompt", more: unknown = ""): string | null {
    if (typeof more === "object" && more !== null) {
      const password = (more as { password?: unknown }).password === true;
      return ask("prompt", { prompt: `${String(message)} `, password });
    }
    const suggested = String(more);
    const shown = suggested === "" ? `${String(message)} ` : `${String(message)} [${suggested}] `;
    const answer = ask("prompt", { prompt: shown });
    return answer === "" ? suggested : answer;
  });
  define("confirm", function confirm(message: unknown = "Confirm"): boolean {
    const answer = ask("confirm", { prompt: `${String(message)} [y/N] ` });
    return answer !== null && /^\s*y(?:es)?\s*$/iu.test(answer);
  });
  define("alert", function alert(message: unknown = "Alert"): void {
    ask("alert", { prompt: `${String(message)} [Enter] ` });
  });

  const stdin = new Readable({
    read() {
      this.destroy(new NoStdinError());
    },
  });
  Object.defineProperty(process, "stdin", {
    value: Object.assign(stdin, { fd: 0, isTTY: false }),
    configurable: true,
    enumerable: true,
  });
  return { port, count };
}
