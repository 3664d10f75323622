/** Sends what a kernel says: replies to one client, and output and status to all of them. */
import { randomUUID } from "node:crypto";
import type { Content, Request } from "./messages.ts";
import type { Sockets } from "./sockets.ts";
import { encode } from "./wire.ts";
import type { ParentHeader, Signing } from "./wire.ts";

/** The version of the messaging protocol that this kernel speaks. */
export const protocolVersion = "5.5";

export interface Messenger {
  /** Answer `request` on the channel that it came from. Resolves when the reply is on its way. */
  reply(request: Request, content: Content, metadata?: Content): Promise<void>;
  /** Ask the client that sent `request` for input. Returns the id of the question. */
  ask(request: Request, content: Content): string;
  /** Tell every client. `parent` is the header of the request that caused it. */
  publish(type: string, content: Content, parent: ParentHeader): Promise<void>;
  status(state: "starting" | "busy" | "idle", parent: ParentHeader): Promise<void>;
  /** Greet a new subscriber, so that it knows that from now on it misses nothing (JEP 65). */
  welcome(topic: Buffer): Promise<void>;
}

export function createMessenger(sockets: Pick<Sockets, "send">, signing: Signing): Messenger {
  const session = randomUUID();

  function send(channel: "shell" | "control" | "stdin" | "iopub", message: Outgoing): Promise<void> {
    const header = {
      msg_id: message.id ?? randomUUID(),
      msg_type: message.type,
      session,
      username: "kernel",
      date: new Date().toISOString(),
      version: protocolVersion,
    };
    const { prefix, parent, content, metadata = {} } = message;
    return sockets.send(channel, encode({ prefix, header, parent, metadata, content, buffers: [] }, signing));
  }

  const publish: Messenger["publish"] = (type, content, parent) =>
    send("iopub", { prefix: [Buffer.from(`kernel.${session}.${type}`)], type, parent, content });

  return {
    publish,
    reply: ({ channel, prefix, header }, content, metadata) =>
      send(channel, { prefix, type: replyType(header.msg_type), parent: header, content, metadata }),
    ask({ prefix, header }, content) {
      const id = randomUUID();
      void send("stdin", { id, prefix, type: "input_request", parent: header, content });
      return id;
    },
    status: (state, parent) => publish("status", { execution_state: state }, parent),
    welcome: (topic) =>
      send("iopub", {
        prefix: [topic],
        type: "iopub_welcome",
        parent: {},
        content: { subscription: topic.toString() },
      }),
  };
}

interface Outgoing {
  id?: string;
  prefix: Buffer[];
  type: string;
  parent: ParentHeader;
  content: Content;
  metadata?: Content | undefined;
}

/** `execute_request` → `execute_reply`. */
function replyType(requestType: string): string {
  return requestType.replace(/_request$/u, "_reply");
}
