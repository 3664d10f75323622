/** The fonts that the JupyterLab extension brings are the ones that figures name. */
import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { show } from "../../lib/show/index.ts";

const url = new URL("../../lib/lab/extension/static/fonts.js", import.meta.url);
const { fontFaces } = (await import(url.href)) as { fontFaces: [family: string, weight: string, file: string][] };
const folder = new URL("../../data/fonts/", import.meta.url);

test("every font of the project is brought, and nothing that is not there", () => {
  const files = readdirSync(folder).filter((name) => /\.(ttf|otf)$/.test(name));
  expect(fontFaces.map(([, , file]) => file).sort()).toEqual(files.sort());
});

test("a figure names every family that is brought, before any family of the reader's", () => {
  const { layout } = show.line({ title: "Fonts", xLabel: "x", yLabel: "y", y: [1, 2] }).plot;
  const named = (layout["font"] as { family: string }).family.split(/,\s*/);
  const brought = new Set(fontFaces.map(([family]) => family));
  expect(new Set(named.slice(0, brought.size))).toEqual(brought);
});
