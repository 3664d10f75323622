import fc from "fast-check";
import { expect, test } from "vitest";
import { limited, outputLimit } from "../../lib/session/limit.ts";
import type { Output } from "../../lib/session/index.ts";

const printed = (text: string): Output => ({ type: "stream", name: "stdout", text });
const error: Output = { type: "error", name: "E", message: "m", traceback: [] };
const textOf = (outputs: Output[]): string =>
  outputs.map((each) => (each.type === "stream" && each.name === "stdout" ? each.text : "")).join("");

test("up to the limit everything passes; above it exactly the limit, and one sentence that says so", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 9 })), fc.integer({ min: 1, max: 60 }), (texts, limit) => {
      const pass = limited(limit);
      const outputs = texts.flatMap((text) => pass(printed(text)));
      const whole = texts.join("");
      expect(textOf(outputs)).toBe(whole.slice(0, limit));
      const notices = outputs.filter((each) => each.type === "stream" && each.name === "stderr");
      expect(notices.length).toBe(whole.length > limit ? 1 : 0);
    }),
  );
});

test("displays count and are dropped whole; results, errors and updates always pass; a clear starts anew", () => {
  const pass = limited(10);
  const display: Output = { type: "display", data: { "image/png": "12345678" }, metadata: {} };
  expect(pass(display)).toEqual([display]);
  expect(pass(display)).toMatchObject([{ type: "stream", name: "stderr", text: expect.stringContaining("more than") }]);
  expect(pass(display)).toEqual([]);
  const update: Output = { ...display, type: "update", displayId: "d" };
  for (const each of [error, update, { ...display, type: "result" } satisfies Output])
    expect(pass(each)).toEqual([each]);
  const clear: Output = { type: "clear", wait: true };
  expect(pass(clear)).toEqual([clear]);
  expect(pass(display)).toEqual([display]);
});

test("the environment sets the limit; what is no number above 0 does not", () => {
  expect(outputLimit({ COURSE_OUTPUT_LIMIT_MB: "2" })).toBe(2 * 2 ** 20);
  for (const nonsense of ["", "0", "-1", "many", undefined])
    expect(outputLimit({ COURSE_OUTPUT_LIMIT_MB: nonsense })).toBe(100 * 2 ** 20);
});
