/** Runs behaviours against one kernel, which is started again where one of them needs it or has failed. */
import assert, { AssertionError } from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import { inspect } from "node:util";
import type { PeerName } from "../../peers/index.ts";
import { plain, startSubject } from "./subject.ts";
import type { Subject } from "./subject.ts";
import { cellsFor } from "./types.ts";
import type { Behaviour } from "./types.ts";

export type Outcome =
  | { status: "holds" }
  /** `saw`: what was seen instead, one line. */
  | { status: "fails"; saw: string }
  | { status: "not applicable" };

export interface Runner {
  run(behaviour: Behaviour): Promise<Outcome>;
  close(): Promise<void>;
}

/** A kernel is ready for the next behaviour when it has run a cell; one that is not so by then is started again. */
const readyMs = 3_000;

export function createRunner(name: PeerName, cwd: string): Runner {
  let shared: Subject | undefined;

  async function run(behaviour: Behaviour): Promise<Outcome> {
    const cells = cellsFor(behaviour, name);
    if (cells === undefined) return { status: "not applicable" };
    if (behaviour.fresh) await close();
    let subject: Subject | undefined;
    try {
      subject = await ready(behaviour);
      await within((behaviour.seconds ?? 15) * 1_000, behaviour.check(subject, ...cells));
      subject.tidy();
      if (behaviour.fresh) await close();
      return { status: "holds" };
    } catch (error) {
      // nobody knows what state it is in
      await close();
      return { status: "fails", saw: oneLine(error) };
    }
  }

  async function ready({ fresh }: Behaviour): Promise<Subject> {
    if (shared && !(await answers(shared))) await close();
    if (!shared) {
      shared = await startSubject(name, { cwd, fresh });
      if (!(await answers(shared, 20_000))) throw new Error("the kernel ran no cell at its start");
    }
    return shared;
  }

  async function close(): Promise<void> {
    const last = shared;
    shared = undefined;
    last?.tidy();
    await last?.close();
  }

  return { run, close };
}

/** True once a cell ran well: stock tslab, for one, refuses what comes within 200 ms of an error. */
async function answers(subject: Subject, ms = readyMs): Promise<boolean> {
  const end = performance.now() + ms;
  while (performance.now() < end) {
    const left = end - performance.now();
    const ran = await Promise.race([subject.run("1 + 1").catch(() => undefined), delay(left, undefined)]);
    if (ran?.reply.status === "ok") return true;
    await delay(50);
  }
  return false;
}

async function within(ms: number, work: Promise<void>): Promise<void> {
  const stop = new AbortController();
  const late = delay(ms, "late", { signal: stop.signal }).catch(() => "");
  try {
    const first = await Promise.race([work, late]);
    assert.notEqual(first, "late", `it took longer than ${ms / 1_000} s`);
  } finally {
    stop.abort();
    // what it finds out later is of no interest
    work.catch(() => {});
  }
}

/** The first line of what went wrong, without what differs from run to run. */
function oneLine(error: unknown): string {
  const message =
    error instanceof AssertionError && error.generatedMessage
      ? `expected ${brief(error.expected)}, got ${brief(error.actual)}`
      : String(error instanceof Error ? error.message : error);
  const [first = ""] = plain(message)
    .split("\n")
    .filter((line) => line.trim() !== "");
  return first
    .replaceAll(/[0-9a-f]{8}-[0-9a-f-]{20,}/g, "…")
    .replaceAll(/(?:\/[^\s/:'"]+){3,}/g, "…")
    .slice(0, 140);
}

function brief(value: unknown): string {
  return inspect(value, { breakLength: Infinity, maxArrayLength: 8, maxStringLength: 80, depth: 2 });
}
