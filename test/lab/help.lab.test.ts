/** What JupyterLab offers while a student writes: completion by Tab, a signature with its documentation by Shift-Tab. */
import type { Locator } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { faintText } from "./contrast.ts";
import { openScratch, switchTheme, type Scratch } from "./scratch.ts";

let lab: Scratch;
beforeAll(async () => {
  lab = await openScratch();
  await lab.run(`/**
 * The mean of \`values\`.
 *
 * @param values at least **one** number
 * @example
 * meanOf([1, 2]) // 1.5
 */
function meanOf(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}
const meaning: Map<string, number> = new Map();
class Meter {}
const 平均 = 3;`);
});
afterEach(() => lab.page.keyboard.press("Escape"));
afterAll(() => lab?.close());

test("Tab after a dot offers the members, each with its kind as a letter and in words", async () => {
  const items = await offered("Math.");
  expect(items.map(({ text }) => text)).toEqual(expect.arrayContaining(["sqrt", "PI"]));
  for (const { letter, kind } of items) {
    expect(letter).toMatch(/^\w$/);
    expect(kind).not.toBe("");
  }
  const kinds = new Map(items.map(({ text, kind }) => [text, kind]));
  expect(kinds.get("sqrt")).not.toBe(kinds.get("PI"));
  expect(await faintText(lab.page.locator(".jp-Completer-item.jp-mod-active"))).toEqual([]);
  await lab.picture("completion-members");
});

test("names of an earlier cell are offered, each of its kind", async () => {
  const items = await offered("mean");
  const kinds = Object.fromEntries(items.map(({ text, kind }) => [text, kind]));
  expect(Object.keys(kinds)).toEqual(expect.arrayContaining(["meanOf", "meaning"]));
  expect(kinds["meanOf"]).not.toBe(kinds["meaning"]);
  await lab.picture("completion-names");
});

test.each([
  ["a member", "Math.sqr", "sqrt", "Math.sqrt"],
  ["after an emoji and Chinese text", "const 名 = '😀😀 中文'; mean", "meanOf", "const 名 = '😀😀 中文'; meanOf"],
  ["a Chinese name", "const x = 平", "平均", "const x = 平均"],
  ["in the middle of a line", "[1].fil|(Boolean)", "filter", "[1].filter(Boolean)"],
  ["a name of this cell, which has not run", "const fresh = [1];\nfre", "fresh", "const fresh = [1];\nfresh"],
  ["an import's file", 'import { show } from "../lib/ind', "index.ts", 'import { show } from "../lib/index.ts'],
  ["a built-in module", 'import fs from "node:fs/pro', "promises", 'import fs from "node:fs/promises'],
  [
    "a name that an import has",
    'import { sho| } from "../lib/index.ts";',
    "show",
    'import { show } from "../lib/index.ts";',
  ],
])("Enter puts the chosen text in its place: %s", async (_, source, choice, expected) => {
  const cell = await offer(source);
  // a single match is taken by Tab itself
  if ((await textOf(cell)) !== expected) {
    await choose(choice);
    await lab.page.keyboard.press("Enter");
  }
  await expect.poll(() => textOf(cell), { timeout: 5_000 }).toBe(expected);
});

test("Tab at the start of a line indents, and offers nothing", async () => {
  const cell = await lab.write("");
  await lab.page.keyboard.press("Tab");
  expect(await textOf(cell)).toMatch(/^\s+$/);
  await lab.page.waitForTimeout(300);
  expect(await completer().count()).toBe(0);
});

test("beside the chosen completion stand its signature and its documentation", async () => {
  await offer("[3, 1].");
  await choose("some");
  const panel = lab.page.locator(".jp-Completer-docpanel");
  await expect.poll(() => panel.innerText(), { timeout: 5_000 }).toMatch(/some.*predicate: .*boolean/s);
  expect(await panel.innerText()).toContain("Determines whether the specified callback function returns true");
  expect(await faintText(panel)).toEqual([]);
  await lab.picture("completion-panel");
});

test("Shift-Tab shows signature and documentation of an earlier cell's function", async () => {
  const tooltip = await explain("meanOf");
  expect(await tooltip.locator("pre").first().innerText()).toMatch(/meanOf\W.*values: readonly number\[\].*number/s);
  expect(await tooltip.innerText()).toContain("The mean of values.");
  expect(await tooltip.locator("strong", { hasText: /^one$/ }).count()).toBe(1);
  expect(await tooltip.innerText()).not.toMatch(/@param|@example/);
  await lab.picture("tooltip-own");
});

test("Shift-Tab explains a built-in function: Markdown and not its source, in colours, within the window", async () => {
  const tooltip = await explain("[3, 1].map");
  expect(await tooltip.innerText()).not.toMatch(/```|\*/);
  expect(await tooltip.innerText()).toContain("callbackfn");
  expect(await tooltip.innerText()).toMatch(/Calls a defined callback function/);
  expect(await tooltip.locator("code span[class]").count(), "the signature in colours").toBeGreaterThan(2);
  expect(await faintText(tooltip)).toEqual([]);
  const { x, y, width, height } = (await tooltip.boundingBox())!;
  const size = lab.page.viewportSize()!;
  expect([x >= 0, y >= 0, x + width <= size.width, y + height <= size.height]).toEqual([true, true, true, true]);
  await lab.picture("tooltip-map");
});

test("in the dark theme all of it can be read too", async () => {
  await switchTheme(lab.page, "JupyterLab Dark");
  expect(await faintText(await explain("meanOf"))).toEqual([]);
  await lab.page.keyboard.press("Escape");
  await offer("[3, 1].");
  const panel = lab.page.locator(".jp-Completer-docpanel");
  await expect.poll(() => panel.innerText(), { timeout: 5_000 }).toContain("Array.at");
  expect(await faintText(panel)).toEqual([]);
  expect(await faintText(lab.page.locator(".jp-Completer-item.jp-mod-active"))).toEqual([]);
});

test("the browser's console has no error", () => {
  expect(lab.errors).toEqual([]);
});

function completer(): Locator {
  return lab.page.locator(".jp-Completer:not(.lm-mod-hidden) .jp-Completer-item");
}

/** Write `source`, the cursor at `|` or at the end, and press Tab. */
async function offer(source: string): Promise<Locator> {
  const [before = "", after] = source.split("|");
  const cell = await lab.write(before + (after ?? ""));
  for (let left = after?.length ?? 0; left > 0; left--) await lab.page.keyboard.press("ArrowLeft");
  await lab.page.keyboard.press("Tab");
  await expect
    .poll(async () => (await completer().count()) > 0 || (await textOf(cell)) !== before + (after ?? ""), {
      timeout: 10_000,
    })
    .toBe(true);
  return cell;
}

interface Item {
  text: string;
  letter: string;
  kind: string;
}

async function offered(source: string): Promise<Item[]> {
  await offer(source);
  return completer().evaluateAll((all) =>
    all.map((one) => ({
      text: one.querySelector(".jp-Completer-match")!.textContent!,
      letter: one.querySelector(".jp-Completer-type")?.textContent ?? "",
      kind: one.querySelector(".jp-Completer-typeExtended")?.textContent ?? "",
    })),
  );
}

/** Go down to the item by the keyboard. */
async function choose(text: string): Promise<void> {
  const texts = await lab.page.locator(".jp-Completer-item .jp-Completer-match").allInnerTexts();
  expect(texts).toContain(text);
  for (let at = texts.indexOf(text); at > 0; at--) await lab.page.keyboard.press("ArrowDown");
}

async function explain(source: string): Promise<Locator> {
  await lab.write(source);
  await lab.page.keyboard.press("Shift+Tab");
  const tooltip = lab.page.locator(".jp-Tooltip");
  await tooltip.waitFor({ timeout: 10_000 });
  return tooltip;
}

async function textOf(cell: Locator): Promise<string> {
  return (await cell.locator(".cm-line").allInnerTexts()).map((line) => line.replace(/^\n$/, "")).join("\n");
}
