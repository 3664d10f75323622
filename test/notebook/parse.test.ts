import { describe, expect, test } from "vitest";
import { parseNotebook } from "../../lib/notebook/index.ts";

const cell = { cell_type: "code", id: "a", metadata: {}, source: "1", execution_count: null, outputs: [] };
const notebook = { nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell] };
const parse = (value: unknown) => parseNotebook(JSON.stringify(value), { name: "n.ipynb" });

describe("parseNotebook", () => {
  test("reads a source that is a text or a list of lines", () => {
    expect(parse({ ...notebook, cells: [{ ...cell, source: ["a\n", "b"] }] }).cells[0]!.source).toBe("a\nb");
    expect(parse({ ...notebook, cells: [{ ...cell, source: "a\nb" }] }).cells[0]!.source).toBe("a\nb");
  });

  test("keeps carriage returns in a source, and does not mind them between tokens", () => {
    const text = JSON.stringify({ ...notebook, cells: [{ ...cell, source: ["a\r\n", "b"] }] }, undefined, 1);
    expect(parseNotebook(text.replaceAll("\n", "\r\n")).cells[0]!.source).toBe("a\r\nb");
  });

  test("keeps metadata that it does not know", () => {
    const metadata = { editable: false, course: { note: 1 } };
    expect(parse({ ...notebook, cells: [{ ...cell, metadata }] }).cells[0]!.metadata).toEqual(metadata);
  });

  test.each([
    ["an empty file", "", /n\.ipynb: expected a notebook, got an empty file/],
    ["a truncated file", JSON.stringify(notebook).slice(0, 60), /ends in the middle, after 60 characters/],
    ["a file that is not JSON", '{"cells": []\n"metadata": {}}', /got a mistake in line 2/],
    ["a byte order mark", `\uFEFF${JSON.stringify(notebook)}`, /byte order mark/],
    ["conflict markers", '{\n<<<<<<< HEAD\n"a": 1\n>>>>>>> b\n}', /Git conflict markers in line 2/],
    ["a list", "[]", /expected a JSON object, got Array of length 0/],
  ])("refuses %s", (_, text, message) => {
    expect(() => parseNotebook(text, { name: "n.ipynb" })).toThrow(message);
  });

  test.each([
    ["format 3", { ...notebook, nbformat: 3 }, /expected notebook format 4\.5, got 3\.5/],
    ["format 4.4", { ...notebook, nbformat_minor: 4 }, /expected notebook format 4\.5, got 4\.4/],
    ["no format", { cells: [] }, /got none\.none/],
    ["no cells", { ...notebook, cells: undefined }, /cells: expected it to be there/],
    [
      "a cell without an id",
      { ...notebook, cells: [{ ...cell, id: undefined }] },
      /cell 1, id: expected it to be there/,
    ],
    ["an unknown kind of cell", { ...notebook, cells: [{ ...cell, cell_type: "heading" }] }, /cell 1, cell_type/],
    ["an unknown key", { ...notebook, cells: [{ ...cell, prompt: 1 }] }, /cell 1, prompt: expected no such key/],
    [
      "two cells of one id",
      { ...notebook, cells: [cell, cell] },
      /cell 2: expected an id of its own, got "a", as cell 1/,
    ],
    [
      "a tolerance that is no number",
      { ...notebook, cells: [{ ...cell, metadata: { course: { tolerance: { relative: "1%" } } } }] },
      /cell 1, metadata\.course\.tolerance\.relative/,
    ],
    [
      "a misspelt tolerance",
      { ...notebook, cells: [{ ...cell, metadata: { course: { tolerance: { rel: 1 } } } }] },
      /rel: expected no such key/,
    ],
  ])("refuses %s", (_, value, message) => {
    expect(() => parse(value)).toThrow(message);
  });

  test("says where bytes that are not UTF-8 begin", () => {
    const bytes = new Uint8Array([0x7b, 0x22, 0xc3, 0xa9, 0xe9, 0x22]);
    expect(() => parseNotebook(bytes, { name: "n.ipynb" })).toThrow(
      "expected UTF-8, got bytes that are not (first at offset 4)",
    );
  });
});
