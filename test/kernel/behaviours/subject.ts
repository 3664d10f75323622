/** A kernel under test: a started peer, and the few questions that most behaviours ask. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { connect } from "../client.ts";
import type { Client, Received } from "../client.ts";
import { startPeer } from "../../peers/index.ts";
import type { Peer, PeerName } from "../../peers/index.ts";
import type { Behaviour } from "./types.ts";
import { connectionFileFor } from "./connection.ts";

/** One cell's run, its outputs by kind. Texts come without terminal colours. */
export interface Ran {
  id: string;
  reply: Received["content"];
  outputs: Received[];
  stdout: string;
  stderr: string;
  /** The result's forms by MIME type. */
  result: Record<string, unknown> | undefined;
  /** The `text/plain` of the result. */
  text: string | undefined;
  errors: Received["content"][];
}

export interface Subject extends Peer {
  language: "ts" | "py";
  /** The notebook's folder. */
  cwd: string;
  run(code: string, more?: object): Promise<Ran>;
  /** Run, expect success, and give what was printed, without the last line end. */
  prints(code: string): Promise<string>;
  /** Run, expect an error, and give what is known of it. */
  fails(code: string): Promise<Ran & { traceback: string }>;
  /** Send a cell that goes on for long; resolves with its message id when it has had time to start. */
  begin(code: string, more?: object): Promise<string>;
  /** Wait until a cell after an error is taken: stock tslab refuses what comes within 200 ms. */
  settle(): Promise<void>;
  /** Ask on the shell channel, and give the content of the reply. */
  ask(type: string, content?: object): Promise<Received["content"]>;
  /** Another client, closed at the end of the behaviour. */
  connect(): Promise<Client>;
  /** Write a file, by its path from the notebook's folder. */
  write(file: string, text: string): void;
  /** True if the process ends within `ms`. */
  exitsWithin(ms: number): Promise<boolean>;
  /** Close what the behaviour opened. */
  tidy(): void;
}

/** How long the client waits for one message. */
const messageMs = 12_000;

export async function startSubject(
  name: PeerName,
  { cwd, fresh }: { cwd: string; fresh?: Behaviour["fresh"] },
): Promise<Subject> {
  const { env: more, ...form } = typeof fresh === "object" ? fresh : {};
  // what earlier runs left behind must not be found by this one
  const env = { TSLAB_HISTORY: path.join(cwd, "../history.sqlite"), IPYTHONDIR: path.join(cwd, "../ipython"), ...more };
  const connectionFile = await connectionFileFor(form);
  const peer = await startPeer(name, { cwd, timeoutMs: messageMs, connectionFile, env });
  const { client } = peer;
  const opened: Client[] = [];

  const subject: Subject = {
    ...peer,
    language: name === "ipykernel" ? "py" : "ts",
    cwd,
    async run(code, more) {
      return ranOf(await client.request("execute_request", { code, ...more }));
    },
    async prints(code) {
      const ran = await subject.run(code);
      assert.equal(ran.reply.status, "ok", `${code}: ${sayError(ran)}`);
      return ran.stdout.replace(/\n$/, "");
    },
    async fails(code) {
      const ran = await subject.run(code);
      assert.equal(ran.reply.status, "error", `expected an error of ${code}`);
      return { ...ran, traceback: plain((ran.errors[0]?.traceback as string[] | undefined)?.join("\n") ?? "") };
    },
    async begin(code, more) {
      const id = await client.send("execute_request", { code, ...more });
      await client.until(({ parent, content }) => parent.msg_id === id && content.execution_state === "busy");
      await delay(name === "ours" ? 150 : 300);
      return id;
    },
    settle: () => delay(name === "tslab" ? 300 : 0),
    async ask(type, content) {
      return (await client.request(type, content)).reply.content;
    },
    async connect() {
      // ipykernel greets the first subscriber only (K18)
      const greets = name === "ours";
      const other = await connect(peer.connection, { greets, timeoutMs: messageMs });
      opened.push(other);
      return other;
    },
    write(file, text) {
      const place = path.join(cwd, file);
      mkdirSync(path.dirname(place), { recursive: true });
      writeFileSync(place, text);
    },
    exitsWithin: (ms) => Promise.race([peer.exited.then(() => true), delay(ms, false)]),
    tidy() {
      for (const each of opened.splice(0)) each.close();
    },
  };
  return subject;
}

/** What became of a cell, from its reply and what was published. */
export function ranOf({ id, reply, outputs }: { id: string; reply: Received; outputs: Received[] }): Ran {
  const printed = (name: string): string =>
    plain(
      outputs
        .filter(({ type, content }) => type === "stream" && content.name === name)
        .map(({ content }) => content.text)
        .join(""),
    );
  const result = outputs.find(({ type }) => type === "execute_result")?.content.data as Ran["result"];
  const text = result?.["text/plain"];
  return {
    id,
    reply: reply.content,
    outputs,
    stdout: printed("stdout"),
    stderr: printed("stderr"),
    result,
    text: typeof text === "string" ? plain(text) : undefined,
    errors: outputs.filter(({ type }) => type === "error").map(({ content }) => content),
  };
}

/** The types of the outputs, status and input left out. */
export function shown(outputs: readonly Received[]): string[] {
  return outputs.map(({ type }) => type).filter((type) => type !== "status" && type !== "execute_input");
}

/** Text without terminal colours. */
export function plain(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replace(/\u001b\[[\d;]*m/g, "");
}

function sayError({ reply, errors, stderr }: Ran): string {
  const { ename, evalue } = { ...errors[0], ...reply };
  return plain(`${String(ename)}: ${String(evalue)} ${ename === undefined ? stderr : ""}`);
}

/** The version of kernel `name` and of its language, as it says itself. */
export async function versionOf(name: PeerName, cwd: string): Promise<string> {
  // stock tslab says 1.0.0 and 3.7.2 whatever it is
  if (name === "tslab") return `${installed("tslab")}, typescript ${installed("@tslab/typescript-for-tslab")}`;
  const subject = await startSubject(name, { cwd });
  const { implementation_version: version, language_info } = await subject.ask("kernel_info_request");
  await subject.close();
  const language = language_info as { name: string; version: string };
  // what ipykernel gives is the version of IPython
  const own = name === "ipykernel" ? `7.4.0, IPython ${String(version)}` : String(version);
  return `${own}, ${language.name} ${language.version}`;
}

function installed(packageName: string): string {
  const file = path.resolve(import.meta.dirname, "../../../node_modules", packageName, "package.json");
  return (JSON.parse(readFileSync(file, "utf8")) as { version: string }).version;
}
