import { expect, test } from "vitest";
import { replayGuard } from "../../lib/kernel/replays.ts";
import { encode } from "../../lib/kernel/wire.ts";

const message = (id: string) => ({
  prefix: [Buffer.from("client")],
  header: { msg_id: id, msg_type: "execute_request" },
  parent: {},
  metadata: {},
  content: { code: "1" },
  buffers: [],
});
const signed = (id: string) => encode(message(id), { key: "key", hash: "sha256" });
const unsigned = (id: string) => encode(message(id), { key: "", hash: "sha256" });

test("a message is new once, whoever sends it the second time", () => {
  const isNew = replayGuard();
  expect([isNew(signed("a")), isNew(signed("b")), isNew(signed("a"))]).toEqual([true, true, false]);
  const [, ...frames] = signed("b");
  expect(isNew([Buffer.from("stranger"), ...frames])).toBe(false);
});

test("what is not signed is always new", () => {
  const isNew = replayGuard();
  expect([isNew(unsigned("a")), isNew(unsigned("a"))]).toEqual([true, true]);
});

test("the oldest is forgotten first, so that memory has an end", () => {
  const isNew = replayGuard(2);
  for (const id of ["a", "b", "c"]) isNew(signed(id));
  expect([isNew(signed("b")), isNew(signed("c")), isNew(signed("a"))]).toEqual([false, false, true]);
});
