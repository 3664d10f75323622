/** The list itself: whole, told apart, each with its reasons; and the table in the README says what was seen. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { peerNames } from "../../peers/index.ts";
import { behaviours, families } from "./index.ts";
import { page, withGenerated } from "./outcomes.ts";
import type { Results } from "./outcomes.ts";
import { cellsFor } from "./types.ts";

const results = JSON.parse(readFileSync(path.join(import.meta.dirname, "results.json"), "utf8")) as Results;
const readme = readFileSync(path.resolve(import.meta.dirname, "../../../lib/kernel/README.md"), "utf8");

describe("the list of behaviours", () => {
  test("has at least 200, with ids of their family's letter, in order, and none twice", () => {
    expect(behaviours.length).toBeGreaterThanOrEqual(200);
    for (const { letter, behaviours: own } of families) {
      for (const { id } of own) expect(id).toMatch(new RegExp(`^${letter}\\d\\d$`, "u"));
      expect(own.map(({ id }) => id)).toEqual(own.map(({ id }) => id).toSorted());
    }
    expect(new Set(behaviours.map(({ id }) => id)).size).toBe(behaviours.length);
    expect(new Set(behaviours.map(({ title }) => title)).size).toBe(behaviours.length);
  });

  test("says each as a sentence, and gives the reason for it and for every exception", () => {
    for (const { id, title, reason, notFor, known, posix } of behaviours) {
      expect(title, id).toMatch(/^[\p{L}\d"`$@_].*\.$/su);
      const reasons = [reason, posix, ...Object.values(notFor ?? {}), ...Object.values(known ?? {})];
      for (const each of reasons) if (each !== undefined) expect(each.length, `${id}: ${each}`).toBeGreaterThan(15);
    }
  });

  test("has cells for every kernel that a behaviour is meant for, and for none that it is not", () => {
    for (const behaviour of behaviours)
      for (const name of peerNames) expect(() => cellsFor(behaviour, name)).not.toThrow();
    for (const { id, cells, notFor } of behaviours)
      if (notFor?.ipykernel !== undefined) expect(cells?.py, id).toBeUndefined();
  });
});

describe("the stored outcomes", () => {
  test("are there for every behaviour and every kernel, and for nothing else", () => {
    expect(Object.keys(results.outcomes)).toEqual(behaviours.map(({ id }) => id));
    for (const [id, outcomes] of Object.entries(results.outcomes))
      for (const name of peerNames) expect(outcomes[name], `${id}, ${name}`).toMatch(/^(yes|no: .+|not applicable)$/su);
  });

  test.each(["ours", "ipykernel"] as const)(
    "of %s fail where that is known, with the reason, and nowhere else",
    (name) => {
      const failing = behaviours.filter(({ id }) => results.outcomes[id]?.[name]?.startsWith("no:"));
      const explained = behaviours.filter(({ known }) => known?.[name] !== undefined);
      expect(failing.map(({ id }) => id)).toEqual(explained.map(({ id }) => id));
    },
  );

  test("are what lib/kernel/README.md shows", () => {
    expect(withGenerated(readme, page(results))).toBe(readme);
  });
});

test("the generated part is put between its marks, and a text without them is an error", () => {
  const once = withGenerated(readme, "new");
  expect(once).toContain("\n\nnew\n\n");
  expect(withGenerated(withGenerated(once, "newer"), "new")).toBe(once);
  expect(() => withGenerated("# no marks", "new")).toThrow(/expected .* and .*, got a text without them/u);
});
