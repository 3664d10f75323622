import fc from "fast-check";
import { expect, test } from "vitest";
import { applyEdits, blank, positionsOf } from "../../lib/compiler/edits.ts";
import type { Edit } from "../../lib/compiler/edits.ts";
import { lineColumnOf, offsetOf, sourceOffset } from "../../lib/compiler/positions.ts";

/** Source, and edits that do not overlap, as a list of pieces: kept text, or text replaced by another. */
const pieces = fc.array(
  fc.record({ old: fc.string({ maxLength: 5 }), fresh: fc.option(fc.string({ maxLength: 5 }), { nil: undefined }) }),
);

test("edited text is the kept and the replacing pieces in order, and kept characters know their origin", () => {
  fc.assert(
    fc.property(pieces, (list) => {
      let source = "";
      let expected = "";
      const edits: Edit[] = [];
      const origins: [number, number][] = [];
      for (const { old, fresh } of list) {
        if (fresh === undefined)
          for (let at = 0; at < old.length; at++) origins.push([expected.length + at, source.length + at]);
        else if (source.length + old.length > 0)
          edits.push({ start: source.length, end: source.length + old.length, text: fresh });
        if (fresh === undefined || source.length + old.length > 0) expected += fresh ?? old;
        source += old;
      }
      expect(applyEdits(source, edits)).toBe(expected);
      const positions = positionsOf(edits);
      for (const [edited, original] of origins) expect(sourceOffset(positions, edited)).toBe(original);
    }),
  );
});

test("line and column lead back to the offset they came from", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("a", "\n", "\r\n", "你", "😀")), fc.nat(), (parts, seed) => {
      const text = parts.join("");
      const offset = seed % (text.length + 1);
      expect(offsetOf(text, lineColumnOf(text, offset))).toBe(offset);
    }),
  );
});

test("blanking keeps length and line breaks", () => {
  expect(blank("a\r\n 你b\n")).toBe(" \r\n   \n");
});
