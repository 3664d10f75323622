/**
 * The execute requests of all clients, one after another.
 *
 * When one fails and says `stop_on_error`, those that arrived before its reply left are answered `aborted`; one that
 * arrives after it was sent by a client that may know of the error, and runs.
 *
 * Reference: Jupyter messaging 5.5, "Execute", `stop_on_error`.
 */
import { setTimeout as delay } from "node:timers/promises";
import { errorContent } from "./messages.ts";
import type { Content, Request } from "./messages.ts";
import type { Messenger } from "./messenger.ts";
import type { Executed } from "./execute.ts";

export interface Queue {
  add(request: Request): void;
  /** The request that is running now. */
  running(): Request | undefined;
  /** Answer what is waiting with `aborted`, take nothing more, and resolve when the running request has ended. */
  drain(): Promise<void>;
}

/** Requests that were sent together are not further apart than this. */
const arrivalMs = 5;

interface QueueOptions {
  messenger: Messenger;
  execute(request: Request): Promise<Executed>;
  abortedReply(): Content;
}

export function createQueue({ messenger, execute, abortedReply }: QueueOptions): Queue {
  let waiting: Request[] = [];
  let busy: Request | undefined;
  let working: Promise<void> | undefined;
  let draining = false;

  async function run(request: Request): Promise<void> {
    const started = new Date().toISOString();
    busy = request;
    void messenger.status("busy", request.header);
    // a fault of ours must not leave the queue standing
    const { reply, stopsQueue } = await execute(request).catch((error: unknown): Executed => {
      return { reply: errorContent(error), stopsQueue: false };
    });
    if (stopsQueue) await allArrived();
    const aborted = stopsQueue ? takeWaiting() : [];
    await messenger.reply(request, reply, { started, status: reply.status });
    busy = undefined;
    await messenger.status("idle", request.header);
    for (const request of aborted) await abort(request);
  }

  async function abort(request: Request): Promise<void> {
    void messenger.status("busy", request.header);
    await messenger.reply(request, abortedReply(), { status: "aborted" });
    await messenger.status("idle", request.header);
  }

  /** Subtle: a front end sends all cells at once, and a cell that is refused may have failed before the last of them is here. */
  async function allArrived(): Promise<void> {
    for (let before = -1; before < waiting.length;) {
      before = waiting.length;
      await delay(arrivalMs);
    }
  }

  function takeWaiting(): Request[] {
    const taken = waiting;
    waiting = [];
    return taken;
  }

  async function work(): Promise<void> {
    for (let request = waiting.shift(); request; request = waiting.shift()) {
      if (draining) await abort(request);
      else await run(request);
    }
    working = undefined;
  }

  return {
    add(request) {
      waiting.push(request);
      working ??= work();
    },
    running: () => busy,
    async drain() {
      draining = true;
      await working;
    },
  };
}
