import { Readable } from "node:stream";
import { createInterface } from "node:readline";
import fc from "fast-check";
import { expect, test } from "vitest";
import { controlLine, encodeFrame } from "../../lib/session/protocol.ts";
import type { ProcessMessage } from "../../lib/session/protocol.ts";
import { frameReader, parseMonitor } from "../../lib/session/received.ts";

const message: fc.Arbitrary<ProcessMessage> = fc.oneof(
  fc.constant({ type: "ready" } as const),
  fc.record({
    type: fc.constant("output" as const),
    cell: fc.nat(),
    output: fc.record({
      type: fc.constant("stream" as const),
      name: fc.constantFrom("stdout" as const, "stderr" as const),
      text: fc.string({ unit: "binary" }),
    }),
  }),
);

test("messages arrive as they were sent, however the bytes are cut", () => {
  fc.assert(
    fc.property(fc.array(message), fc.array(fc.nat({ max: 30 })), (messages, cuts) => {
      const received: ProcessMessage[] = [];
      const push = frameReader((each) => received.push(each), expect.unreachable);
      const bytes = Buffer.concat(messages.map(encodeFrame));
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        push(bytes.subarray(at, at + cut));
        at = Math.min(at + cut, bytes.length);
      }
      expect(received).toEqual(messages);
    }),
  );
});

test("anything else ends the stream with one reason and no message", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 4, maxLength: 200 }), (bytes) => {
      const reasons: string[] = [];
      const push = frameReader(
        () => expect.unreachable(),
        (reason) => reasons.push(reason),
      );
      push(Buffer.from(bytes));
      push(encodeFrame({ type: "ready" }).subarray(0, 3));
      expect(reasons.length).toBeLessThanOrEqual(1);
    }),
  );
});

const report = { secret: "s", rssBytes: 1, peakRssBytes: 2, cpuMs: 3 };

test("a report with the process's secret is read, without it not", () => {
  expect(parseMonitor(JSON.stringify(report), "s")).toEqual(report);
  expect(parseMonitor(JSON.stringify(report), "t")).toBeUndefined();
});

test.each(["", "{}", "null", "[", '{"rssBytes":1e99}', '{"secret":"s","rssBytes":"many"}', "garbage"])(
  "the monitor line %j says nothing",
  (line) => {
    expect(parseMonitor(line, "s")).toBeUndefined();
  },
);

test("a control message is one line to readline, whatever is in it", async () => {
  const message = { type: "run", cell: 1, name: "a", javascript: "1\u2028\u2029\r\n\u0085'你😀'" } as const;
  const lines: unknown[] = [];
  for await (const line of createInterface({ input: Readable.from([controlLine(message)]) }))
    lines.push(JSON.parse(line));
  expect(lines).toEqual([message]);
});
