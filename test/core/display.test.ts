import { afterEach, describe, expect, it, vi } from "vitest";
import { bundleOf, display, displaySymbol, InputError, installPublish, isDisplayable } from "../../lib/core/index.ts";
import type { Displayable, Publish } from "../../lib/core/index.ts";

const publishSymbol = Symbol.for("Jupyter.publish");

/** A value whose own display returns `what`, whatever it is. */
function showing(what: unknown): Displayable {
  return { [displaySymbol]: () => what as never };
}

describe("isDisplayable", () => {
  it("goes by the method that Deno's kernel goes by", () => {
    expect(displaySymbol).toBe(Symbol.for("Jupyter.display"));
    expect(isDisplayable({ [Symbol.for("Jupyter.display")]: () => ({}) })).toBe(true);
    expect(isDisplayable(Object.create(showing({})))).toBe(true);
  });

  it.each([undefined, null, 0, "text", [], {}, () => 0, { [displaySymbol]: "text/plain" }])(
    "is false for %o",
    (value) => {
      expect(isDisplayable(value)).toBe(false);
    },
  );
});

describe("bundleOf", () => {
  it.each([
    ["MIME data", { "text/plain": "1" }, { data: { "text/plain": "1" }, metadata: {} }],
    ["data with metadata", { data: { "a/b": 1 }, metadata: { c: 2 } }, { data: { "a/b": 1 }, metadata: { c: 2 } }],
    ["data alone", { data: { "a/b": 1 } }, { data: { "a/b": 1 }, metadata: {} }],
    ["MIME data beside a key named data", { "a/b": 1, data: 2 }, { data: { "a/b": 1, data: 2 }, metadata: {} }],
    ["nothing", {}, { data: {}, metadata: {} }],
  ])("takes %s", async (_, returned, bundle) => {
    expect(await bundleOf(showing(returned))).toEqual(bundle);
    expect(await bundleOf(showing(Promise.resolve(returned)))).toEqual(bundle);
  });

  it("calls the method on its value", async () => {
    const value = {
      text: "mine",
      [displaySymbol]() {
        return { "text/plain": this.text };
      },
    };
    expect((await bundleOf(value)).data).toEqual({ "text/plain": "mine" });
  });

  it.each([
    [undefined, "display: expected an object by MIME type, got undefined"],
    [null, "display: expected an object by MIME type, got null"],
    ["<b>text</b>", 'display: expected an object by MIME type, got "<b>text</b>"'],
    [Symbol("s"), "display: expected an object by MIME type, got Symbol(s)"],
    [["text/plain"], "display: expected an object by MIME type, got Array of length 1"],
    [[Object.create(null)], "display: expected an object by MIME type, got Array of length 1"],
    [{ data: 5 }, "display data: expected an object by MIME type, got 5"],
    [{ data: null }, "display data: expected an object by MIME type, got null"],
    [{ data: {}, metadata: "alt" }, 'display metadata: expected an object by MIME type, got "alt"'],
    [{ data: {}, metadata: [] }, "display metadata: expected an object by MIME type, got Array of length 0"],
  ])("refuses %o", async (returned, message) => {
    await expect(bundleOf(showing(returned))).rejects.toThrow(new InputError(message));
  });

  it("passes on what the method throws, and what its promise rejects with", async () => {
    const fails = {
      [displaySymbol]: () => {
        throw new RangeError("mine");
      },
    };
    await expect(bundleOf(fails)).rejects.toThrow(new RangeError("mine"));
    await expect(bundleOf(showing(Promise.reject(new RangeError("late"))))).rejects.toThrow(new RangeError("late"));
  });
});

describe("display", () => {
  afterEach(() => {
    delete (globalThis as Record<symbol, unknown>)[publishSymbol];
  });

  it("hands the value itself and its options to the host, and waits for it", async () => {
    const order: string[] = [];
    const publish = vi.fn<Publish>(async () => {
      await Promise.resolve();
      order.push("handed over");
    });
    installPublish(publish);
    const value = showing({});
    await display(value, { displayId: "a", update: true });
    order.push("display returned");
    await display(3);
    expect(publish.mock.calls).toEqual([
      [value, { displayId: "a", update: true }],
      [3, {}],
    ]);
    expect(order).toEqual(["handed over", "display returned", "handed over"]);
  });

  it("fails as the host fails", async () => {
    installPublish(() => Promise.reject(new Error("gone")));
    await expect(display(1)).rejects.toThrow("gone");
  });

  it.each([
    ["a plain value as it is", 3, 3],
    ["a value that shows itself by its text", showing({ "text/plain": "∎" }), "∎"],
    [
      "a value without text by what it has",
      showing({ "image/png": "" }),
      "a value without text/plain, but with image/png",
    ],
    ["a value that shows nothing by saying so", showing({}), "a value without text/plain, but with nothing"],
  ])("prints, where there is no host, %s", async (_, value, line) => {
    const log = vi.mocked(console.log).mockImplementation(() => undefined);
    await display(value);
    expect(log.mock.calls).toEqual([[line]]);
    log.mockClear();
  });
});
