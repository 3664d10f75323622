import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { parseNotebook, type CodeCell, type Notebook } from "../../lib/notebook/index.ts";
import { openNotebook, root, runAll, untilIdle, type LabPage } from "./lab-page.ts";
import { takePicture } from "./picture.ts";

const folder = path.join(root, "notebooks");
const name = readdirSync(folder).find((file) => /^01-.*\.ipynb$/.test(file))!;
const committed = readFileSync(path.join(folder, name), "utf8");

let lab: LabPage | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

test("lecture 1, opened and saved and nothing run, is the same file to the byte, and never looks changed", async () => {
  lab = await openNotebook({ notebook: committed, name });
  const { page } = lab;
  await untilIdle(lab);
  await page.locator(".course-Plot .main-svg").first().waitFor();
  await page.waitForTimeout(2000); // what JupyterLab writes by itself it writes once the kernel has answered
  expect(await page.locator(".jp-mod-dirty").count()).toBe(0);
  const saved = page.waitForResponse(
    (response) => response.request().method() === "PUT" && response.url().includes("/api/contents/"),
  );
  await page.keyboard.press("Control+s");
  expect((await saved).ok()).toBe(true);
  expect(lab.text() === committed, "the file is as it was").toBe(true);
});

test("lecture 1 runs in JupyterLab from the first cell to the last, every figure drawn, every picture with words, no error", async () => {
  lab = await openNotebook({ notebook: committed, name });
  const { page, errors } = lab;
  const ran = await runAll(lab, { timeoutMs: 180_000 });

  const code = ran.cells.filter((cell) => cell.cell_type === "code");
  const idle = code.filter((cell) => cell.source.trim() !== "" && cell.execution_count === null);
  expect(ids(idle), "cells that were not run").toEqual([]);
  const failed = code.filter(
    ({ metadata, outputs }) =>
      !metadata.tags?.includes("raises-exception") && outputs.some((one) => one.output_type === "error"),
  );
  expect(ids(failed), "cells that failed").toEqual([]);
  expect(withoutRun(ran), "all that running must not change").toEqual(withoutRun(parseNotebook(committed)));

  const expected = ran.cells.map((cell) => ({
    cell: cell.id,
    figures: cell.cell_type === "code" ? count(cell, "application/vnd.plotly.v1+json") : 0,
    claims: cell.cell_type === "code" ? count(cell, "application/vnd.course.claim+json") : 0,
    withoutWords: [],
  }));
  expect(expected.some(({ figures }) => figures > 0)).toBe(true);
  const cellIds = ran.cells.map(({ id }) => id);
  await expect.poll(() => shown(page, cellIds), { timeout: 60_000, message: "what each cell shows" }).toEqual(expected);
  expect(errors, "errors of the browser").toEqual([]);

  if (process.env.LAB_PICTURE) await takePicture(page, process.env.LAB_PICTURE);
});

function ids(cells: readonly CodeCell[]): string[] {
  return cells.map(({ id }) => id);
}

/** The notebook less what a run is there to change: outputs and execution counts. */
function withoutRun(notebook: Notebook): unknown {
  const cells = notebook.cells.map((cell) =>
    cell.cell_type === "code" ? { ...cell, outputs: [], execution_count: null } : cell,
  );
  return { ...notebook, cells };
}

function count({ outputs }: CodeCell, mime: string): number {
  return outputs.filter((output) => "data" in output && mime in output.data).length;
}

/** What is drawn in the page for each cell, and the figures and pictures among it that have no words. */
function shown(page: Page, cellIds: string[]): Promise<unknown[]> {
  return page.locator(".jp-Notebook .jp-Cell").evaluateAll(
    (cells, names) =>
      cells.map((cell, index) => ({
        cell: names[index],
        figures: cell.querySelectorAll(".course-Plot .js-plotly-plot:has(.main-svg)").length,
        claims: cell.querySelectorAll(".course-Claim").length,
        withoutWords: [
          ...cell.querySelectorAll('.course-Plot [role="img"], .jp-OutputArea img, .jp-MarkdownOutput img'),
        ]
          .filter((one) => !(one.getAttribute("aria-label") || one.getAttribute("alt")))
          .map((one) => one.textContent!.slice(0, 60) || one.outerHTML.slice(0, 60)),
      })),
    cellIds,
  );
}
