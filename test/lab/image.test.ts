/** The pictures of the JupyterLab extension, drawn in jsdom. */
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, expect, test } from "vitest";

interface Image {
  node: HTMLElement;
  renderModel(model: { data: Record<string, string>; metadata: Record<string, unknown> }): Promise<void>;
}
const url = new URL("../../lib/lab/extension/static/image.js", import.meta.url);
const { imageClass } = (await import(url.href)) as { imageClass(Widget: unknown): new (mimeType: string) => Image };

/** As much of Lumino's widget as a picture needs. */
class Widget {
  node = document.createElement("div");
  addClass(): void {}
}

beforeAll(() => {
  const { window } = new JSDOM("<!doctype html>");
  (window.HTMLImageElement.prototype as { decode?: () => Promise<void> }).decode = async () => {};
  (globalThis as { document?: Document }).document = window.document;
});
afterAll(() => {
  delete (globalThis as { document?: Document }).document;
});

test.each([
  ["of its own form", { "image/png": { alt: "a dot" } }, "a dot"],
  ["of the whole output", { alt: "a dot" }, "a dot"],
  ["none", {}, "picture without a description"],
  ["blank", { alt: "  " }, "picture without a description"],
  ["no text", { "image/png": { alt: 7 } }, "picture without a description"],
])("a picture is never without words for those who listen: words %s", async (_, metadata, alt) => {
  const image = new (imageClass(Widget))("image/png");
  await image.renderModel({ data: { "image/png": "AQID" }, metadata });
  expect(image.node.querySelector("img")!.getAttribute("alt")).toBe(alt);
});
