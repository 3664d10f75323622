import { expect, test } from "vitest";
import type { Request } from "../../lib/kernel/messages.ts";
import type { Messenger } from "../../lib/kernel/messenger.ts";
import { createQueue } from "../../lib/kernel/queue.ts";
import type { Queue } from "../../lib/kernel/queue.ts";

/** A queue of requests that are named by one letter, and everything that it said, such as `a busy`, `a ok`, `a idle`. */
function started(execute: (name: string) => Promise<{ status: string; stopsQueue?: boolean }>): {
  queue: Queue;
  said: string[];
  add(names: string): void;
} {
  const said: string[] = [];
  const messenger: Pick<Messenger, "status" | "reply"> = {
    status: async (state, parent) => void said.push(`${String(parent.msg_id)} ${state}`),
    reply: async ({ header }, content) => void said.push(`${header.msg_id} ${String(content.status)}`),
  };
  const queue = createQueue({
    messenger: messenger as Messenger,
    async execute({ header }) {
      const { status, stopsQueue = false } = await execute(header.msg_id);
      return { reply: { status }, stopsQueue };
    },
    abortedReply: () => ({ status: "aborted" }),
  });
  return {
    queue,
    said,
    add(names) {
      for (const name of names) queue.add({ header: { msg_id: name, msg_type: "execute_request" } } as Request);
    },
  };
}

/** Longer than the queue waits for what was sent together. */
const turn = () => new Promise((resolve) => setTimeout(resolve, 30));

test("requests run one after another: busy, reply, idle, then the next", async () => {
  let atOnce = 0;
  const { said, add } = started(async () => {
    expect(++atOnce).toBe(1);
    await turn();
    atOnce--;
    return { status: "ok" };
  });
  add("ab");
  await turn();
  add("c");
  await turn();
  await turn();
  await turn();
  expect(said.join(", ")).toBe("a busy, a ok, a idle, b busy, b ok, b idle, c busy, c ok, c idle");
});

test("a request that cannot be run at all is answered with the error, and the next one runs", async () => {
  const { said, add } = started(async (name) => {
    if (name === "a") throw new Error("a fault");
    return { status: "ok" };
  });
  add("ab");
  await turn();
  expect(said.join(", ")).toBe("a busy, a error, a idle, b busy, b ok, b idle");
});

test("a failure aborts what waits, whether it came before the failure or just before its reply", async () => {
  const { said, add } = started(async (name) => {
    await turn();
    if (name === "a") setImmediate(() => add("c"));
    return name === "a" ? { status: "error", stopsQueue: true } : { status: "ok" };
  });
  add("ab");
  await turn();
  await turn();
  await turn();
  expect(said.filter((each) => !/busy|idle/u.test(each))).toEqual(["a error", "b aborted", "c aborted"]);
  add("d");
  await turn();
  await turn();
  expect(said.at(-2)).toBe("d ok");
});

test("after the idle status nothing is running, also while others are being aborted", async () => {
  const running: unknown[] = [];
  const { queue, add } = started(async () => {
    running.push(queue.running()?.header.msg_id);
    return { status: "error", stopsQueue: true };
  });
  add("ab");
  await turn();
  expect(running).toEqual(["a"]);
  expect(queue.running()).toBeUndefined();
});

test("drain waits for what runs, aborts the rest, and takes nothing more", async () => {
  const { queue, said, add } = started(async () => {
    await turn();
    return { status: "ok" };
  });
  add("ab");
  const drained = queue.drain();
  add("c");
  await drained;
  expect(said.filter((each) => !/busy|idle/u.test(each))).toEqual(["a ok", "b aborted", "c aborted"]);
  await queue.drain();
});
