import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseNotebook, serialiseNotebook, splitLines } from "../../lib/notebook/index.ts";
import { pythonJson } from "../../lib/notebook/json.ts";
import type { Notebook } from "../../lib/notebook/index.ts";

const code = (source: string): Notebook => ({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [{ cell_type: "code", id: "a", metadata: {}, source, execution_count: null, outputs: [] }],
});

describe("splitLines", () => {
  // expected values: Python 3.11, [s.splitlines(True) for s in …]
  test.each([
    ["", []],
    ["a", ["a"]],
    ["a\n", ["a\n"]],
    ["a\nb", ["a\n", "b"]],
    ["a\r\nb\rc\n\n", ["a\r\n", "b\r", "c\n", "\n"]],
    ["\n\r", ["\n", "\r"]],
    ["a\u2028b\x85c\x0cd\x1ee\x0bf", ["a\u2028", "b\x85", "c\x0c", "d\x1e", "e\x0b", "f"]],
  ])("splits %j as Python does", (text, lines) => {
    expect(splitLines(text)).toEqual(lines);
  });

  test("loses no character", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => splitLines(text).join("") === text));
  });
});

describe("pythonJson", () => {
  test("writes what Python's json.dumps writes", () => {
    // Python 3.11: json.dumps(json.loads(...), indent=1, sort_keys=True, ensure_ascii=False, separators=(",", ": "))
    const value = {
      "10": 1e-5,
      "9": 0.00012345,
      a: [],
      b: {},
      y: 1.5e-10,
      "😀": 1,
      "\uffff": 2,
      n: null,
      t: "\u0001é",
    };
    expect(pythonJson(value)).toBe(
      '{\n "10": 1e-05,\n "9": 0.00012345,\n "a": [],\n "b": {},\n "n": null,\n "t": "\\u0001é",\n "y": 1.5e-10,\n "\uffff": 2,\n "😀": 1\n}',
    );
  });

  test("is JSON of the same value", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(pythonJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });
});

describe("serialiseNotebook", () => {
  test("ends with a newline, sorts keys, keeps characters that are not ASCII, and lists the lines of a source", () => {
    expect(serialiseNotebook(code("文字\n接龍"))).toBe(
      '{\n "cells": [\n  {\n   "cell_type": "code",\n   "execution_count": null,\n   "id": "a",\n   "metadata": {},\n   "outputs": [],\n   "source": [\n    "文字\\n",\n    "接龍"\n   ]\n  }\n ],\n "metadata": {},\n "nbformat": 4,\n "nbformat_minor": 5\n}\n',
    );
  });

  test("leaves out what Jupyter calls transient", () => {
    const notebook = code("");
    notebook.metadata["signature"] = "x";
    notebook.cells[0]!.metadata["trusted"] = true;
    expect(serialiseNotebook(notebook)).not.toMatch(/signature|trusted/);
  });

  test("is undone by parseNotebook, whatever the source", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (source) => {
        expect(parseNotebook(serialiseNotebook(code(source)))).toEqual(code(source));
      }),
    );
  });

  test("splits text and SVG, and leaves JSON and base64 whole", () => {
    const notebook = code("1");
    const data = {
      "text/plain": "a\nb",
      "image/svg+xml": "<svg>\n</svg>",
      "image/png": "AAAA\n",
      "application/json": ["x\ny"],
    };
    Object.assign(notebook.cells[0]!, { outputs: [{ output_type: "display_data", data, metadata: {} }] });
    const disk = JSON.parse(serialiseNotebook(notebook)) as { cells: { outputs: { data: unknown }[] }[] };
    expect(disk.cells[0]!.outputs[0]!.data).toEqual({
      "application/json": ["x\ny"],
      "image/png": "AAAA\n",
      "image/svg+xml": ["<svg>\n", "</svg>"],
      "text/plain": ["a\n", "b"],
    });
    expect(parseNotebook(serialiseNotebook(notebook))).toEqual(notebook);
  });
});
