/** The list itself: whole, told apart, and each with its reasons. */
import { describe, expect, test } from "vitest";
import { peerNames } from "../../peers/index.ts";
import { behaviours, families } from "./index.ts";
import { cellsFor } from "./types.ts";

describe("the list of behaviours", () => {
  test("has ids of its family's letter, in order, and none twice", () => {
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
