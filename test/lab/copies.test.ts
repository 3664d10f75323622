import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { besideName, plan, seenOf, type Facts } from "../../lib/lab/copies.ts";

const notebook = (source: string | string[], outputs: unknown[] = []): Uint8Array =>
  Buffer.from(JSON.stringify({ cells: [{ cell_type: "code", source, outputs, execution_count: outputs.length }] }));

describe("plan", () => {
  const old = { version: "v1", work: "w1" };
  const now = { version: "v2", work: "w2" };

  test.each<[string, Facts, string]>([
    ["a lecture that is not there yet is copied", { course: now }, "copy"],
    ["a copy that was deleted comes back fresh", { course: now, seen: now }, "copy"],
    ["a course that has not changed touches nothing", { course: now, seen: now, theirs: "mine" }, "keep"],
    ["a copy nobody worked on follows the course", { course: now, seen: old, theirs: "w1" }, "copy"],
    [
      "a copy somebody worked on is kept, the new version beside it",
      { course: now, seen: old, theirs: "mine" },
      "beside",
    ],
    ["a copy that already has the new work follows the course", { course: now, seen: old, theirs: "w2" }, "copy"],
    ["a file of that name that the course never wrote is somebody's", { course: now, theirs: "mine" }, "beside"],
    ["a copy whose record was lost is kept if it is the course's own", { course: now, theirs: "w2" }, "keep"],
  ])("%s", (_, facts, action) => {
    expect(plan(facts)).toBe(action);
  });

  test("work that is neither the course's old nor its new is never overwritten", () => {
    const word = fc.constantFrom("a", "b", "c");
    const seen = fc.record({ version: word, work: word });
    fc.assert(
      fc.property(seen, fc.option(seen, { nil: undefined }), word, (course, before, theirs) => {
        fc.pre(theirs !== course.work && theirs !== before?.work);
        expect(plan({ course, seen: before, theirs })).not.toBe("copy");
      }),
    );
  });
});

describe("seenOf", () => {
  test("running a notebook changes its version, not the work in it", () => {
    const [before, after] = [seenOf("a.ipynb", notebook("1 + 1")), seenOf("a.ipynb", notebook("1 + 1", [2]))];
    expect(after.work).toBe(before.work);
    expect(after.version).not.toBe(before.version);
  });

  test("a text in lines is the same work as in one string", () => {
    expect(seenOf("a.ipynb", notebook(["a\n", "b"])).work).toBe(seenOf("a.ipynb", notebook("a\nb")).work);
  });

  test("one changed letter is work", () => {
    expect(seenOf("a.ipynb", notebook("1 + 2")).work).not.toBe(seenOf("a.ipynb", notebook("1 + 1")).work);
  });

  test.each(["", "{", "[]", "null", '{"cells":3}', "\u0000"])(
    "of a damaged notebook (%j) every byte is work",
    (text) => {
      const seen = seenOf("a.ipynb", Buffer.from(text));
      expect(seen.work).toBe(seen.version);
    },
  );
});

test("names beside keep their ending and count on", () => {
  expect(besideName("01-什麼.ipynb", 1)).toBe("01-什麼 (new version).ipynb");
  expect(besideName("x/01.ipynb", 2)).toBe("x/01 (new version 2).ipynb");
  expect(besideName("README", 1)).toBe("README (new version)");
});
