/**
 * The five sockets of a kernel.
 *
 * zeromq.js rejects a send while another is pending, and does at most 512 without a pause, so that a kernel that
 * does not wait loses the rest: here each socket sends one message after another. No high-water mark on sends, or a
 * subscriber that is slow for a moment loses output.
 *
 * Reference: zeromq.js 6, `Writable.send`; https://github.com/zeromq/zeromq.js/issues/427
 */
import type { Channel, Connection } from "./connection-file.ts";
import { loadZeromq } from "./zeromq.ts";

/** What the sockets deliver. */
export interface SocketHandlers {
  message(channel: "shell" | "control" | "stdin", frames: Buffer[]): void;
  /** A client has subscribed to the output channel, to topics that start with `topic`. */
  subscribed(topic: Buffer): void;
}

export interface Sockets {
  /** Start to deliver what arrives. Called once. */
  listen(handlers: SocketHandlers): void;
  /** Queue a message. Resolves when ZeroMQ has it; never rejects, since a client that has left is not an error. */
  send(channel: Exclude<Channel, "hb">, frames: Buffer[]): Promise<void>;
  /** Close every socket; what was sent still goes out, for up to half a second. */
  close(): void;
}

const options = {
  sendHighWaterMark: 0,
  receiveHighWaterMark: 0,
  linger: 500,
  // a frame may announce any length, and libzmq allocates it before the signature can be checked
  maxMessageSize: 256 * 2 ** 20,
};

/** Bind all sockets. Throws if an address cannot be bound, with nothing left open. */
export async function openSockets({ addresses }: Connection): Promise<Sockets> {
  const { Context, Router, XPublisher } = await loadZeromq();
  const shared = { ...options, context: new Context(), ipv6: addresses.shell.startsWith("tcp://[") };
  // a client that reconnects under its old identity gets its replies
  const router = () => new Router({ ...shared, handover: true });
  const sockets = {
    shell: router(),
    control: router(),
    stdin: router(),
    iopub: new XPublisher({ ...shared, verbosity: "allSubs" }),
    // subtle: a Reply socket never answers again once it was sent anything but a request
    hb: router(),
  };
  const names = Object.keys(sockets) as Channel[];
  const close = (): void => {
    for (const name of names) sockets[name].close();
  };

  try {
    ownerOnly(() => {
      for (const name of names) sockets[name].bindSync(addresses[name]);
    });
  } catch (error) {
    close();
    const { address, code } = error as NodeJS.ErrnoException & { address?: string };
    throw new Error(`connection: cannot bind ${address ?? "a socket"} (${code})`, { cause: error });
  }

  const last: Partial<Record<Channel, Promise<void>>> = {};
  return {
    send(channel, frames) {
      const socket = sockets[channel];
      const sent = (last[channel] ?? Promise.resolve()).then(() => socket.send(frames)).catch(() => {});
      last[channel] = sent;
      return sent;
    },
    listen(handlers) {
      for (const name of ["shell", "control", "stdin"] as const) {
        void forEachMessage(sockets[name], (frames) => handlers.message(name, frames));
      }
      void forEachMessage(sockets.iopub, ([frame]) => {
        // 1 subscribes, 0 leaves
        if (frame?.[0] === 1) handlers.subscribed(frame.subarray(1));
      });
      void forEachMessage(sockets.hb, (frames) => sockets.hb.send(frames));
    },
    close,
  };
}

/**
 * What `make` makes is its owner's alone: whoever may connect to a socket of the file system could listen to what is
 * published. Subtle: a folder or a mode set afterwards would leave a moment in which another may connect, and whatever
 * is started inside would inherit the restriction.
 */
function ownerOnly(make: () => void): void {
  const before = process.umask(0o077);
  try {
    make();
  } finally {
    process.umask(before);
  }
}

/** Call `handle` with each message until the socket closes. What it throws must not end the loop. */
async function forEachMessage(socket: Receiver, handle: (frames: Buffer[]) => unknown): Promise<void> {
  while (!socket.closed) {
    try {
      const frames = await socket.receive();
      await handle(frames);
    } catch (error) {
      // closed while waiting, or ZeroMQ has thrown away a message that broke the socket's own protocol
      if ((error as NodeJS.ErrnoException).code === "EAGAIN") continue;
      process.emitWarning(error instanceof Error ? error : String(error), "KernelWarning");
    }
  }
}

interface Receiver {
  closed: boolean;
  receive(): Promise<Buffer[]>;
}
