import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { loadTslab } from "../../lib/session/tslab-display.ts";
import type { TslabPublish } from "../../lib/session/tslab-display.ts";

const shown: Parameters<TslabPublish>[] = [];
const tslab = loadTslab((...args) => shown.push(args));

function shownBy(show: () => void): Parameters<TslabPublish>[] {
  shown.length = 0;
  show();
  return [...shown];
}

// the types are those of tslab's own README, "Display", and of dist/public.js
test.each([
  ["javascript", "text/javascript"],
  ["html", "text/html"],
  ["markdown", "text/markdown"],
  ["latex", "text/latex"],
  ["svg", "image/svg+xml"],
  ["text", "text/plain"],
] as const)("display.%s shows its text as %s", (method, type) => {
  expect(shownBy(() => tslab.display[method]("<b>字</b>"))).toEqual([
    [{ [type]: "<b>字</b>" }, {}, { displayId: undefined, update: false }],
  ]);
});

test.each([
  ["png", "image/png"],
  ["jpeg", "image/jpeg"],
  ["gif", "image/gif"],
  ["pdf", "application/pdf"],
] as const)("display.%s shows its bytes as base64 under %s", (method, type) => {
  // RFC 4648, section 9: the bytes 14 fb 9c 03 d9 7e
  const bytes = Uint8Array.of(0x14, 0xfb, 0x9c, 0x03, 0xd9, 0x7e);
  expect(shownBy(() => tslab.display[method](bytes))[0]![0]).toEqual({ [type]: "FPucA9l+" });
});

test("raw shows any type, and JSON text of a JSON type as the value it stands for", () => {
  expect(rawShows("application/x-thing", "[1]")).toBe("[1]");
  expect(rawShows("application/json", "[1]")).toEqual([1]);
  expect(rawShows("application/vnd.plotly.v1+json", '{"data":[]}')).toEqual({ data: [] });
  expect(rawShows("application/json", "not json")).toBe("not json");
});

function rawShows(type: string, text: string): unknown {
  return shownBy(() => tslab.display.raw(type, text))[0]![0][type];
}

test("newDisplay shows once and then replaces what it has shown, each display its own", () => {
  const [first, second] = [tslab.newDisplay(), tslab.newDisplay()];
  const options = shownBy(() => {
    first.text("1");
    second.text("a");
    first.text("2");
    first.html("3");
  }).map(([, , each]) => each);
  const [one, other] = [options[0]!.displayId, options[1]!.displayId];
  expect(one).toMatch(/./u);
  expect(other).not.toBe(one);
  expect(options).toEqual([
    { displayId: one, update: false },
    { displayId: other, update: false },
    { displayId: one, update: true },
    { displayId: one, update: true },
  ]);
});

test("import and require give the module that was wired", async () => {
  const imported = (await import("tslab")) as typeof tslab;
  expect(imported.display).toBe(tslab.display);
  expect(createRequire(import.meta.url)("tslab").display).toBe(tslab.display);
});

test("the versions are those in use, and tslab's own compiler and kernel are not loaded", () => {
  const { cache } = createRequire(import.meta.url);
  const typescript = createRequire(import.meta.url)("typescript/package.json") as { version: string };
  expect(tslab.versions).toEqual({ tslab: "1.0.22", typescript: typescript.version, node: process.version });
  expect(Object.keys(cache).filter((path) => /tslab[\\/]dist[\\/](converter|executor)/u.test(path))).toEqual([]);
});
