/** A Jupyter client for tests: real sockets, messages as they come, and ways to misbehave. */
import { createHmac, randomUUID } from "node:crypto";
import { Dealer, Request as ReqSocket, Subscriber } from "zeromq";
import { parseConnection } from "../../lib/kernel/connection-file.ts";
import type { Connection } from "../../lib/kernel/connection-file.ts";
import { freeConnectionFile } from "../../lib/kernel/free-connection.ts";

export interface Received {
  channel: "shell" | "control" | "stdin" | "iopub";
  /** What stands before the delimiter: the topic of what is published, the identities elsewhere. */
  prefix: string[];
  type: string;
  header: Record<string, unknown>;
  parent: { msg_id?: string };
  metadata: Record<string, unknown>;
  content: Record<string, unknown>;
  buffers: Buffer[];
}

export { freeConnectionFile };

export async function freeConnection(key?: string): Promise<Connection> {
  return parseConnection(await freeConnectionFile(key));
}

export interface Client {
  /** Everything published so far, oldest first. */
  published: Received[];
  /** Everything that was sent to this client alone: replies, and requests for input. */
  received: Received[];
  send(type: string, content?: object, options?: { channel?: "shell" | "control" }): Promise<string>;
  /** Send frames as they are. */
  sendRaw(frames: (Buffer | string)[], channel?: "shell" | "control" | "stdin"): Promise<void>;
  /** The frames of a message, rightly signed unless `key` says otherwise. `header` is added to the usual one. */
  frames(
    type: string,
    content?: object,
    options?: { key?: string; parent?: object; header?: object; buffers?: Buffer[] },
  ): { frames: Buffer[]; id: string };
  /** The reply to message `id`, whenever it comes. */
  reply(id: string): Promise<Received>;
  /** The request for input number `n` (from 0) that message `id` causes, whenever it comes. */
  inputRequest(id: string, n?: number): Promise<Received>;
  /** Answer a request for input. */
  answer(request: Received, value: string): Promise<void>;
  /** What was published for message `id`, up to and with its idle status. */
  outputs(id: string): Promise<Received[]>;
  /** Send, and wait for both. */
  request(
    type: string,
    content?: object,
    options?: { channel?: "shell" | "control" },
  ): Promise<{ id: string; reply: Received; outputs: Received[] }>;
  /** Resolves with the first published message that `matches`. */
  until(matches: (message: Received) => boolean): Promise<Received>;
  heartbeat(): Promise<string>;
  close(): void;
}

/** How long a kernel that greets nobody may take to publish the status of a request before it is asked again. */
const askAgainMs = 200;

/** How often a socket knocks at a kernel that does not listen yet: the start of a kernel is timed to this. */
const reconnectInterval = 5;

export interface ConnectOptions {
  /** Whether the kernel greets those who subscribe to its output channel (`iopub_welcome`). */
  greets?: boolean;
  /** False: do not wait until the output channel is subscribed. */
  wait?: boolean;
  /** How long to wait for a message before an error says which one never came; without end by default. */
  timeoutMs?: number;
}

/**
 * Connect, and wait until the output channel is subscribed: until the kernel has greeted this client or, for a kernel
 * that greets nobody (`greets: false`), until the status of a request arrives.
 */
export async function connect(
  { addresses, signing }: Connection,
  { greets = true, wait = true, timeoutMs }: ConnectOptions = {},
): Promise<Client> {
  const session = randomUUID();
  // a kernel asks for input of the identity that sent the request, so shell and stdin need the same one
  const options = { linger: 0, reconnectInterval, routingId: session };
  const shell = new Dealer(options);
  const control = new Dealer(options);
  const stdin = new Dealer(options);
  const iopub = new Subscriber({ linger: 0, reconnectInterval, receiveHighWaterMark: 0 });
  const sockets = { shell, control, stdin };
  const published: Received[] = [];
  const received: Received[] = [];
  /** What was published for each message, so that ten thousand lines are not searched again at every one. */
  const outputsOf = new Map<string | undefined, { messages: Received[]; idle: boolean }>();
  let closed = false;
  let waiters: (() => boolean)[] = [];
  const changed = (): void => {
    waiters = waiters.filter((isDone) => !isDone());
  };

  /** Resolves with the first value of `find` that is not undefined, tried again after each message. */
  function when<T>(what: string, find: () => T | undefined): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const isDone = (): boolean => {
      const found = find();
      if (found !== undefined) resolve(found);
      return found !== undefined;
    };
    if (isDone()) return promise;
    waiters.push(isDone);
    if (timeoutMs === undefined) return promise;
    const timer = setTimeout(() => {
      waiters = waiters.filter((each) => each !== isDone);
      reject(new Error(`client: expected ${what} within ${timeoutMs} ms, got none`));
    }, timeoutMs);
    return promise.finally(() => clearTimeout(timer));
  }

  for (const name of ["shell", "control", "stdin"] as const) sockets[name].connect(addresses[name]);
  iopub.connect(addresses.iopub);
  iopub.subscribe();
  for (const name of ["shell", "control", "stdin"] as const) {
    void listen(sockets[name], (frames) => {
      received.push(parse(frames, name));
    });
  }
  void listen(iopub, (frames) => {
    const message = parse(frames, "iopub");
    published.push(message);
    const own = outputsOf.get(message.parent.msg_id) ?? { messages: [], idle: false };
    outputsOf.set(message.parent.msg_id, own);
    own.messages.push(message);
    own.idle ||= message.content.execution_state === "idle";
  });

  async function listen(socket: Dealer | Subscriber, take: (frames: Buffer[]) => void): Promise<void> {
    try {
      for await (const frames of socket) {
        take(frames);
        changed();
      }
    } catch (error) {
      // a socket that is closed in the middle of a flood may fail to receive
      if (!closed) throw error;
    }
  }

  function parse(frames: Buffer[], channel: Received["channel"]): Received {
    const at = frames.findIndex((frame) => frame.equals(Buffer.from("<IDS|MSG>")));
    const parts = frames.slice(at + 2, at + 6);
    const signature = frames[at + 1]!.toString();
    if (signature !== sign(parts, signing.key)) throw new Error(`the kernel signed wrongly: ${signature}`);
    const [header, parent, metadata, content] = parts.map((part) => JSON.parse(part.toString()));
    const prefix = frames.slice(0, at).map(String);
    const buffers = frames.slice(at + 6);
    // Deno answers a request without a header with null for the parent
    return { channel, prefix, type: header.msg_type, header, parent: parent ?? {}, metadata, content, buffers };
  }

  function sign(parts: Buffer[], key: string): string {
    if (key === "") return "";
    const hmac = createHmac(signing.hash, key);
    for (const part of parts) hmac.update(part);
    return hmac.digest("hex");
  }

  const client: Client = {
    published,
    received,
    frames(type, content = {}, { key = signing.key, parent = {}, header: more, buffers = [] } = {}) {
      const id = randomUUID();
      const date = new Date().toISOString();
      const header = { msg_id: id, msg_type: type, session, username: "test", date, version: "5.3", ...more };
      const parts = [header, parent, {}, content].map((part) => Buffer.from(JSON.stringify(part)));
      return { frames: [Buffer.from("<IDS|MSG>"), Buffer.from(sign(parts, key)), ...parts, ...buffers], id };
    },
    async sendRaw(frames, channel = "shell") {
      await sockets[channel].send(frames);
    },
    async send(type, content, { channel = "shell" } = {}) {
      const { frames, id } = client.frames(type, content);
      await client.sendRaw(frames, channel);
      return id;
    },
    reply: (id) =>
      when("a reply", () => received.find(({ channel, parent }) => channel !== "stdin" && parent.msg_id === id)),
    inputRequest: (id, n = 0) =>
      when(
        "a request for input",
        () => received.filter(({ channel, parent }) => channel === "stdin" && parent.msg_id === id)[n],
      ),
    async answer({ header }, value) {
      await client.sendRaw(client.frames("input_reply", { status: "ok", value }, { parent: header }).frames, "stdin");
    },
    outputs: (id) =>
      when("the status idle", () => {
        const own = outputsOf.get(id);
        return own?.idle ? [...own.messages] : undefined;
      }),
    async request(type, content, options) {
      const id = await client.send(type, content, options);
      const [reply, outputs] = await Promise.all([client.reply(id), client.outputs(id)]);
      return { id, reply, outputs };
    },
    until(matches) {
      let seen = 0;
      return when("a published message", () => {
        while (seen < published.length) {
          const message = published[seen++]!;
          if (matches(message)) return message;
        }
        return undefined;
      });
    },
    async heartbeat() {
      const socket = new ReqSocket({ linger: 0 });
      socket.connect(addresses.hb);
      await socket.send("beat");
      const [echo] = await socket.receive();
      socket.close();
      return echo!.toString();
    },
    close() {
      closed = true;
      for (const socket of [shell, control, stdin, iopub]) socket.close();
    },
  };
  if (wait) await subscribed(client, { greets });
  return client;
}

/** Wait until the output channel is subscribed, as `connect` does. */
export async function subscribed(client: Client, { greets }: { greets: boolean }): Promise<void> {
  if (greets) return void (await client.until(({ type }) => type === "iopub_welcome"));
  const status = client.until(({ type }) => type === "status");
  // the client may be closed meanwhile, by someone who no longer waits
  const asking = setInterval(() => void client.send("kernel_info_request").catch(() => {}), askAgainMs);
  await status.finally(() => clearInterval(asking));
}

/** What was published, one word or two each: `busy`, `execute_input`, `stream hi`. */
export function summary(messages: Received[]): string[] {
  return messages.map(({ type, content }) => {
    if (type === "status") return String(content.execution_state);
    if (type === "stream") return `${String(content.name)} ${String(content.text)}`;
    if (type === "error") return `error ${String(content.evalue)}`;
    return type;
  });
}
