import { describe, expect, test } from "vitest";
import { toNotebookOutputs } from "../../lib/notebook/index.ts";
import type { DisplayIds, ShownOutput } from "../../lib/notebook/index.ts";

const convert = (...outputs: ShownOutput[]) => toNotebookOutputs(outputs, { executionCount: 7 });
const out = (text: string, name: "stdout" | "stderr" = "stdout"): ShownOutput => ({ type: "stream", name, text });
const show = (text: string, displayId?: string): ShownOutput => ({
  type: "display",
  data: { "text/plain": text },
  metadata: {},
  displayId,
});

describe("toNotebookOutputs", () => {
  test("of nothing is nothing", () => {
    expect(convert()).toEqual([]);
    expect(convert(out(""))).toEqual([]);
  });

  test("joins neighbours of one stream, and only those", () => {
    expect(convert(out("a"), out("b\n"), out("!", "stderr"), out("c"))).toEqual([
      { output_type: "stream", name: "stdout", text: "ab\n" },
      { output_type: "stream", name: "stderr", text: "!" },
      { output_type: "stream", name: "stdout", text: "c" },
    ]);
  });

  test("numbers a result and keeps an error's traceback as it is", () => {
    const error: ShownOutput = { type: "error", name: "E", message: "m", traceback: ["a\nb", "c"] };
    expect(convert({ type: "result", data: { "text/plain": "1" }, metadata: {} }, error)).toEqual([
      { output_type: "execute_result", execution_count: 7, data: { "text/plain": "1" }, metadata: {} },
      { output_type: "error", ename: "E", evalue: "m", traceback: ["a\nb", "c"] },
    ]);
  });

  test("an update replaces every display of its id and adds nothing", () => {
    const update: ShownOutput = { type: "update", data: { "text/plain": "new" }, metadata: {}, displayId: "x" };
    const texts = convert(show("a", "x"), show("b", "y"), show("c", "x"), update).map(
      (o) => "data" in o && o.data["text/plain"],
    );
    expect(texts).toEqual(["new", "b", "new"]);
    expect(convert(update)).toEqual([]);
  });

  test("an update reaches into an earlier cell that shares its displays", () => {
    const displays: DisplayIds = new Map();
    const first = toNotebookOutputs([show("old", "x")], { executionCount: 1, displays });
    const update: ShownOutput = { type: "update", data: { "text/plain": "new" }, metadata: {}, displayId: "x" };
    expect(toNotebookOutputs([update], { executionCount: 2, displays })).toEqual([]);
    expect(first).toEqual([{ output_type: "display_data", data: { "text/plain": "new" }, metadata: {} }]);
  });

  test("a clear empties at once; one that waits, when the next output comes", () => {
    expect(convert(out("a"), { type: "clear", wait: false })).toEqual([]);
    expect(convert(out("a"), { type: "clear", wait: true })).toEqual([
      { output_type: "stream", name: "stdout", text: "a" },
    ]);
    expect(convert(out("a"), { type: "clear", wait: true }, out("b"), out("c"))).toEqual([
      { output_type: "stream", name: "stdout", text: "bc" },
    ]);
  });

  test("bytes become base64", () => {
    const data = { "image/png": new Uint8Array([0, 255]) };
    expect(convert({ type: "display", data, metadata: {} })).toEqual([
      { output_type: "display_data", data: { "image/png": "AP8=" }, metadata: {} },
    ]);
  });
});
