/**
 * The connection file: where a client wants each socket, and the key that both sides sign with.
 *
 * Reference: Jupyter client documentation, "Making kernels for Jupyter", section "Connection files".
 */
import { getHashes } from "node:crypto";
import { readFile } from "node:fs/promises";
import * as v from "valibot";
import { check } from "../core/index.ts";
import type { Signing } from "./wire.ts";

export const channels = ["shell", "iopub", "stdin", "control", "hb"] as const;
export type Channel = (typeof channels)[number];

/** A checked connection: an address for each channel, and how messages are signed. */
export interface Connection {
  addresses: Record<Channel, string>;
  ports: Record<Channel, number>;
  signing: Signing;
}

const port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));
const schema = v.object({
  transport: v.optional(v.picklist(["tcp", "ipc"]), "tcp"),
  ip: v.pipe(v.string(), v.nonEmpty()),
  key: v.optional(v.string(), ""),
  signature_scheme: v.optional(v.pipe(v.string(), v.regex(/^hmac-[\w-]+$/u)), "hmac-sha256"),
  shell_port: port,
  iopub_port: port,
  stdin_port: port,
  control_port: port,
  hb_port: port,
});

/** Read and check the connection file at `path`. The errors name the field, and never show the key. */
export async function readConnectionFile(path: string): Promise<Connection> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    throw new Error(`connection file: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`, {
      cause: error,
    });
  }
  return parseConnection(text);
}

/** Check the text of a connection file. */
export function parseConnection(text: string): Connection {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // the parser's own message quotes the text, which may hold the key
    throw new Error("connection file: expected JSON, got text that does not parse");
  }
  const parsed = v.safeParse(schema, value);
  if (!parsed.success) {
    const issue = parsed.issues[0];
    const field = v.getDotPath(issue) ?? "content";
    const got = field === "key" ? `a ${typeof issue.input}` : issue.received;
    throw new Error(`connection file: ${field}: expected ${expectation(issue)}, got ${got}`);
  }
  const file = parsed.output;
  const hash = file.signature_scheme.slice("hmac-".length);
  check(
    getHashes().includes(hash),
    "connection file: signature_scheme",
    "hmac- and a known hash",
    file.signature_scheme,
  );

  const ports = Object.fromEntries(
    channels.map((channel) => [channel, file[`${channel}_port`]]),
  ) as Connection["ports"];
  const addresses = Object.fromEntries(channels.map((c) => [c, address(file, ports[c])])) as Connection["addresses"];
  return { addresses, ports, signing: { key: file.key, hash } };
}

function expectation(issue: v.BaseIssue<unknown>): string {
  if (v.getDotPath(issue)?.endsWith("_port")) return "a port from 1 to 65535";
  return issue.expected ?? "something else";
}

function address({ transport, ip }: v.InferOutput<typeof schema>, port: number): string {
  if (transport === "ipc") return `ipc://${ip}-${port}`;
  return ip.includes(":") && !ip.startsWith("[") ? `tcp://[${ip}]:${port}` : `tcp://${ip}:${port}`;
}
