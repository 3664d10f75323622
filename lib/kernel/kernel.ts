/**
 * A Jupyter kernel over a session: every request is answered, and nothing that a cell does can take the sockets.
 *
 * The sockets answer before the session is up, and go on answering while it checks and runs cells.
 */
import type { Session, SessionOptions } from "../session/index.ts";
import { commInfo, refuseComm } from "./comms.ts";
import type { Connection } from "./connection-file.ts";
import { abortedReply, execute, InterruptedError } from "./execute.ts";
import type { ExecuteContext } from "./execute.ts";
import { openHistoryFile } from "./history-file.ts";
import { createHistory } from "./history.ts";
import { complete, inspect, isComplete } from "./introspect.ts";
import { kernelInfo } from "./kernel-info.ts";
import type { KernelLanguage } from "./kernelspec.ts";
import { contentOf, errorContent, historyRequest, shutdownRequest } from "./messages.ts";
import type { Content, Request } from "./messages.ts";
import { createMessenger } from "./messenger.ts";
import type { CellOutputs } from "./outputs.ts";
import { createQueue } from "./queue.ts";
import { replayGuard } from "./replays.ts";
import { createSessionHost } from "./session-host.ts";
import { openSockets } from "./sockets.ts";
import { createStdin } from "./stdin.ts";
import { decode } from "./wire.ts";

export interface KernelOptions {
  connection: Connection;
  /** How to start the session; called before the sockets are bound. */
  startSession(options: SessionOptions): Promise<Session>;
  /** The notebook's folder. */
  cwd: string;
  /** Where inputs are kept for later sessions. Default: nowhere. */
  historyFile?: string | undefined;
  /** Default: TypeScript. */
  language?: KernelLanguage | undefined;
}

export interface Kernel {
  /** End the running cell, as an interrupt request does. */
  interrupt(): void;
  /** Stop the session and close the sockets. Safe to call twice. */
  close(): Promise<void>;
  /** Resolves when the kernel has closed, for whatever reason. */
  closed: Promise<void>;
}

/** How long a cell has, at shutdown, to end and be answered before the sockets close. */
const farewellMs = 2_000;

/** Bind the sockets of `connection` and serve. Rejects if an address is taken. */
export async function startKernel({
  connection,
  startSession,
  cwd,
  historyFile,
  language = "typescript",
}: KernelOptions): Promise<Kernel> {
  let lastOutputs: CellOutputs | undefined;
  let stopWaiting: (() => void) | undefined;
  const { promise: closed, resolve: resolveClosed } = Promise.withResolvers<void>();
  let closing: Promise<void> | undefined;
  let started = false;

  // first, since it takes longest; whoever needs it hears why it failed
  const host = createSessionHost(() =>
    startSession({ cwd, language, onLateOutput: (output) => lastOutputs?.show(output) }),
  );
  host.get().catch(() => {});
  const sockets = await openSockets(connection).catch(async (error) => {
    await host.close();
    throw error;
  });
  const messenger = createMessenger(sockets, connection.signing);
  const isNew = replayGuard();
  const history = createHistory({ file: historyFile === undefined ? undefined : openHistoryFile(historyFile) });
  const stdin = createStdin(messenger);

  const context: ExecuteContext = {
    messenger,
    history,
    stdin,
    counter: { stored: 0, unstored: 0 },
    session: () => host.get(),
    async interruptible(work) {
      const interrupted = new Promise<never>((_, reject) => {
        stopWaiting = () => reject(new InterruptedError());
      });
      try {
        return await Promise.race([work, interrupted]);
      } finally {
        stopWaiting = undefined;
      }
    },
    adopt(outputs) {
      lastOutputs = outputs;
    },
  };
  const queue = createQueue({
    messenger,
    execute: (request) => execute(request, context),
    abortedReply,
  });

  function interrupt(): void {
    if (stopWaiting) stopWaiting();
    // an idle session may have a timer that never ends; it decides
    else
      void host
        .get()
        .then((session) => session.interrupt())
        .catch(() => {});
  }

  function close(): Promise<void> {
    closing ??= (async () => {
      stopWaiting?.();
      // whatever fails to close, the rest is closed
      await within(farewellMs, Promise.allSettled([queue.drain(), host.close()]));
      await history.close().catch(() => {});
      sockets.close();
      resolveClosed();
    })();
    return closing;
  }

  async function shutdown(request: Request): Promise<Content> {
    const content = { status: "ok", ...contentOf(request, shutdownRequest) };
    await messenger.publish("shutdown_reply", content, request.header);
    return content;
  }

  /** A handler gives the content of its reply, or nothing if the message has none. */
  const handlers: Record<string, (request: Request) => Content | Promise<Content | void>> = {
    kernel_info_request: () => kernelInfo(language),
    complete_request: async (request) => complete(request, await host.get()),
    inspect_request: async (request) => inspect(request, await host.get()),
    is_complete_request: async (request) => isComplete(request, await host.get()),
    history_request: async (request) => ({
      status: "ok",
      history: await history.find(contentOf(request, historyRequest)),
    }),
    comm_info_request: commInfo,
    comm_open: (request) => refuseComm(request, messenger),
    connect_request: () => ({ status: "ok", ...portsOf(connection) }),
    interrupt_request: () => {
      interrupt();
      return { status: "ok" };
    },
    shutdown_request: shutdown,
  };

  async function serve(request: Request): Promise<void> {
    const type = request.header.msg_type;
    void messenger.status("busy", request.header);
    try {
      const handler = Object.hasOwn(handlers, type) ? handlers[type] : undefined;
      if (!handler && type.endsWith("_request")) throw new Error(`${type} is not supported by this kernel`);
      const content = await handler?.(request);
      if (content) await messenger.reply(request, content);
    } catch (error) {
      if (type.endsWith("_request")) await messenger.reply(request, errorContent(error));
    }
    await messenger.status("idle", request.header);
    // front ends show the newest status, whosever it is, and a cell may still run
    const running = queue.running();
    if (running) void messenger.status("busy", running.header);
    if (type === "shutdown_request") void close();
  }

  sockets.listen({
    message(channel, frames) {
      const message = decode(frames, connection.signing);
      // subtle: the guard comes second, so that what is wrongly signed cannot fill its memory
      if (!message || !isNew(frames)) return;
      if (channel === "stdin") return stdin.take(message);
      const request = { ...message, channel };
      if (message.header.msg_type === "execute_request") queue.add(request);
      else void serve(request);
    },
    subscribed(topic) {
      void messenger.welcome(topic);
      // sent earlier it would be lost, or reach the first client before its welcome
      if (!started) void messenger.status("starting", {});
      started = true;
    },
  });
  return { interrupt, close, closed };
}

function portsOf({ ports }: Connection): Content {
  return Object.fromEntries(Object.entries(ports).map(([channel, port]) => [`${channel}_port`, port]));
}

function within(ms: number, work: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
