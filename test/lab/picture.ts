/** The README's picture: a figure with a slider and the claim after it, in JupyterLab with its side bar closed. */
import type { Locator, Page } from "playwright-core";
import sharp from "sharp";

const known = "From babble to plagiarist";
const size = { width: 1280, height: 1000 };
const tallest = 1180;

/** Write the picture of the figure whose title is best known, or of the first that has a slider, as a small PNG. */
export async function takePicture(page: Page, file: string): Promise<void> {
  await page.setViewportSize(size);
  await page.keyboard.press("Control+b");
  await page.waitForTimeout(1000); // the figures follow the new width
  const figures = page.locator(".course-Plot:has(input[type=range])");
  const best = figures.filter({ hasText: known });
  const figure = (await best.count()) > 0 ? best.first() : figures.first();
  await toMiddle(figure.getByRole("slider"));
  await fold(figure);
  await page.keyboard.press("Control+s");
  const missing = await figure.evaluate((node) => {
    const panel = node.closest(".jp-WindowedPanel-outer")!;
    const all = [...document.querySelectorAll(".course-Plot, .course-Claim")];
    const claim = all.slice(all.indexOf(node)).find((one) => one.classList.contains("course-Claim")) ?? node;
    return claim.getBoundingClientRect().bottom - node.getBoundingClientRect().top + 12 - panel.clientHeight;
  });
  await page.setViewportSize({ ...size, height: Math.min(tallest, size.height + Math.max(0, Math.ceil(missing))) });
  await figure.evaluate((node) => {
    const panel = node.closest(".jp-WindowedPanel-outer")!;
    panel.scrollTop += node.getBoundingClientRect().top - panel.getBoundingClientRect().top - 2;
  });
  await page.waitForTimeout(1000);
  await sharp(await page.screenshot())
    .png({ palette: true, colours: 128, compressionLevel: 9 })
    .toFile(file);
}

/** Show what a reader sees who has moved the slider to its middle. */
async function toMiddle(slider: Locator): Promise<void> {
  const half = await slider.evaluate((input: HTMLInputElement) => Math.round(Number(input.max) / 2));
  await slider.focus();
  for (let step = 0; step < half; step++) await slider.press("ArrowRight");
  await slider.blur();
}

/** Fold what lies between the figure and the claim but for prose, as a reader may who looks for the verdict. */
async function fold(figure: Locator): Promise<void> {
  await figure.evaluate((node) => {
    const cells = [...document.querySelectorAll(".jp-Notebook .jp-Cell")];
    const rest = cells.slice(cells.indexOf(node.closest(".jp-Cell")!) + 1);
    const last = rest.findIndex((cell) => cell.querySelector(".course-Claim"));
    for (const cell of rest.slice(0, last + 1)) {
      if (!cell.classList.contains("jp-CodeCell")) continue;
      cell.querySelector<HTMLElement>(".jp-InputCollapser .jp-Collapser-child")!.click();
      if (cell !== rest[last]) cell.querySelector<HTMLElement>(".jp-OutputCollapser .jp-Collapser-child")!.click();
    }
  });
}
