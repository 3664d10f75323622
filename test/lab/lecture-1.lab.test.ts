import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, test } from "vitest";
import { openNotebook, root, runAll, type LabPage } from "./lab-page.ts";

let lab: LabPage | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

test("lecture 1 runs in JupyterLab from the first cell to the last, every figure drawn, every picture with words, no error", async () => {
  const folder = path.join(root, "notebooks");
  const name = readdirSync(folder).find((file) => /^01-.*\.ipynb$/.test(file))!;
  lab = await openNotebook({ notebook: readFileSync(path.join(folder, name), "utf8"), name });
  const { page, errors } = lab;
  const ran = await runAll(lab, { timeoutMs: 180_000 });

  const code = ran.cells.filter((cell) => cell.cell_type === "code");
  const outputs = code.flatMap((cell) => cell.outputs);
  expect(code.filter((cell) => cell.source.length > 0 && cell.execution_count === null).map((cell) => cell.id)).toEqual(
    [],
  );
  const expectedToFail = new Set(code.filter((cell) => JSON.stringify(cell.metadata).includes("raises-exception")));
  const failed = code
    .filter((cell) => !expectedToFail.has(cell))
    .flatMap(({ id, outputs: own }) => own.filter((one) => one.output_type === "error").map((one) => ({ id, ...one })));
  expect(failed).toEqual([]);

  const holding = (mime: string): number =>
    outputs.filter((output) => "data" in output && mime in (output.data as object)).length;
  const figures = holding("application/vnd.plotly.v1+json");
  expect(figures).toBeGreaterThan(0);
  await expect
    .poll(() => page.locator(".course-Plot .js-plotly-plot:has(.main-svg)").count(), { timeout: 60_000 })
    .toBe(figures);
  expect(await page.locator(".course-Claim").count()).toBe(holding("application/vnd.course.claim+json"));
  expect(await page.locator('.course-Plot [role="img"]:not([aria-label]), .course-Plot [aria-label=""]').count()).toBe(
    0,
  );
  expect(await page.locator('.jp-Notebook img:not([alt]), .jp-Notebook img[alt=""]').count()).toBe(0);
  expect(errors).toEqual([]);

  if (process.env.LAB_PICTURE) await picture(page, process.env.LAB_PICTURE);
});

/** The README's picture, the side bar closed: a figure that moves where there is one, down to the claim after it. */
async function picture(page: LabPage["page"], file: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 1180 });
  await page.keyboard.press("Control+b");
  await page.waitForTimeout(1000); // the figures follow the new width
  await page.evaluate(() => {
    const all = [...document.querySelectorAll(".course-Plot, .course-Claim")];
    const moving = all.findIndex((one) => one.querySelector(".slider-container"));
    const claim = all.slice(Math.max(moving, 0)).find((one) => one.classList.contains("course-Claim"));
    (claim ?? all[0])?.scrollIntoView({ block: "end" });
  });
  await page.waitForTimeout(1000);
  await page.screenshot({ path: file });
}
