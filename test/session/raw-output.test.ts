import fc from "fast-check";
import { expect, test } from "vitest";
import { endMarker, rawOutput } from "../../lib/session/raw-output.ts";

const secret = "0123456789abcdef";

test("text passes whole and markers never do, however the bytes are cut", async () => {
  const part = fc.oneof(
    fc.string({ unit: "grapheme", maxLength: 8 }),
    fc.constantFrom("\0", "\0\0", `\0${secret.slice(0, 5)}`, `\0${secret}x`, "你好😀", "\0other:1\0"),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), fc.array(fc.nat({ max: 40 })), async (parts, cuts) => {
      let text = "";
      const raw = rawOutput(secret, (piece) => (text += piece));
      const bytes = Buffer.from(parts.map((each, cell) => each + endMarker(secret, cell)).join("") + "rest");
      let at = 0;
      for (const cut of [...cuts, bytes.length]) {
        raw.push(bytes.subarray(at, at + cut));
        at = Math.min(at + cut, bytes.length);
      }
      for (const cell of parts.keys()) await raw.drained(cell, 0);
      raw.end();
      expect(text).toBe(`${parts.join("")}rest`);
    }),
  );
});

test("waiting ends when the stream does, and when time is over", async () => {
  const raw = rawOutput(secret, () => {});
  await raw.drained(1, 5);
  const waiting = raw.drained(2, 60_000);
  raw.end();
  await waiting;
});
