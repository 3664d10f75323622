/** An empty notebook in JupyterLab, and what a student does in it with the keyboard. */
import { mkdirSync } from "node:fs";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { notebookMetadata } from "../../lib/kernel/index.ts";
import { openNotebook, untilIdle, type LabPage, type LabPageOptions } from "./lab-page.ts";

export interface Scratch extends LabPage {
  /** Write `source` into the last cell, in place of what it holds. Resolves with the cell. */
  write(source: string): Promise<Locator>;
  /** `write`, then Shift-Enter. Resolves with the cell, which runs. */
  start(source: string): Promise<Locator>;
  /** `start`, then wait until the cell is done. */
  run(source: string, options?: { timeoutMs?: number }): Promise<Locator>;
  /** Take a picture of the page under `LAB_SCREENSHOTS`, if that names a folder. */
  picture(name: string): Promise<void>;
}

/** Open an empty notebook; its kernel rests. */
export async function openScratch(options: Partial<LabPageOptions> = {}): Promise<Scratch> {
  return scratchOn(await openNotebook({ notebook: notebookOf(""), name: "scratch.ipynb", ...options }));
}

/** The verbs of a scratch notebook on a window that is open already. */
export async function scratchOn(lab: LabPage): Promise<Scratch> {
  const { page } = lab;
  await untilIdle(lab);

  async function write(source: string): Promise<Locator> {
    const cell = await pinned(page.locator(".jp-Notebook .jp-Cell").last());
    await cell.locator(".cm-content").click();
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Delete");
    await page.keyboard.insertText(source);
    return cell;
  }

  async function start(source: string): Promise<Locator> {
    const cell = await write(source);
    await page.keyboard.press("Shift+Enter");
    return cell;
  }

  async function run(source: string, options?: { timeoutMs?: number }): Promise<Locator> {
    const cell = await start(source);
    await done(cell, options);
    return cell;
  }

  async function picture(name: string): Promise<void> {
    const folder = process.env.LAB_SCREENSHOTS;
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    await page.screenshot({ path: path.join(folder, `${name}.png`) });
  }

  return { ...lab, write, start, run, picture };
}

/** Wait until the cell has a number and no star. */
export async function done(cell: Locator, { timeoutMs = 20_000 } = {}): Promise<void> {
  await cell.locator(".jp-InputPrompt", { hasText: /\[\d+\]/ }).waitFor({ timeout: timeoutMs });
}

/** What the cell shows, as text. */
export async function shownBy(cell: Locator): Promise<string> {
  const texts = await cell.locator(".jp-OutputArea-output").allInnerTexts();
  return texts.map((text) => text.trimEnd()).join("\n");
}

export const themes = ["JupyterLab Light", "JupyterLab Dark"] as const;

/** Choose the theme by the menu, unless the page has it. */
export async function switchTheme(page: Page, theme: (typeof themes)[number]): Promise<void> {
  const body = page.locator(`body[data-jp-theme-light="${String(theme === themes[0])}"]`);
  if ((await body.count()) > 0) return;
  await page.getByRole("menuitem", { name: "Settings", exact: true }).click();
  await page.locator(".lm-Menu-item", { hasText: "Theme" }).first().click();
  await page.locator(".lm-Menu-item", { hasText: theme }).first().click();
  await body.waitFor({ state: "attached" });
}

/** A notebook of code cells as text, as this kernel's front ends save it. */
export function notebookOf(...sources: string[]): string {
  const cells = sources.map((source, index) => ({
    id: `cell-${index}`,
    cell_type: "code",
    source,
    metadata: {},
    execution_count: null,
    outputs: [],
  }));
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: notebookMetadata(), cells });
}

let pins = 0;

/** The element that `locator` finds now, whatever it would find later. */
async function pinned(locator: Locator): Promise<Locator> {
  const pin = `pin-${pins++}`;
  await locator.evaluate((element, value) => (element.dataset.pin = value), pin);
  return locator.page().locator(`[data-pin="${pin}"]`);
}
