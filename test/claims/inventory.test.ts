import { describe, expect, it } from "vitest";
import { inventory } from "../../lib/claims/index.ts";

describe("the inventory of claims", () => {
  it("has the 311 claims of the eleven chapters", () => {
    // Counts by chapter as given in the course's inventory document.
    const counts = [25, 11, 38, 64, 18, 19, 26, 20, 34, 27, 29];
    expect(inventory).toHaveLength(311);
    counts.forEach((count, i) => expect(inventory.filter(({ chapter }) => chapter === i + 1)).toHaveLength(count));
  });

  it("numbers every chapter from .01 without a gap, each id once", () => {
    expect(new Set(inventory.map(({ id }) => id)).size).toBe(inventory.length);
    let previous = { chapter: 0, serial: 0 };
    for (const { id, chapter } of inventory) {
      expect(id).toMatch(/^([1-9]|1[01])\.\d\d$/);
      const [major, serial] = id.split(".").map(Number) as [number, number];
      expect(major).toBe(chapter);
      expect(serial).toBe(chapter === previous.chapter ? previous.serial + 1 : 1);
      previous = { chapter, serial };
    }
  });

  it("gives every claim a sentence, an experiment, a threshold, a grade and a source", () => {
    for (const row of inventory) {
      expect(["T", "M", "S"], row.id).toContain(row.grade);
      expect(["S", "I", "X"], row.id).toContain(row.source);
      for (const text of [row.sentence, row.experiment, row.threshold]) {
        expect(text.trim(), row.id).toBe(text);
        expect(text.length, row.id).toBeGreaterThan(1);
      }
      expect(typeof row.tried).toBe("boolean");
    }
  });

  it("does not repeat the known errors of the notes", () => {
    const all = JSON.stringify(inventory);
    for (const wrong of ["124M", "700 books", "Absoultely", "LIama", "Intermediate Pre"])
      expect(all).not.toContain(wrong);
  });
});
