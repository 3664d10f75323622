import type { Page } from "playwright-core";
import { afterEach, expect, test } from "vitest";
import { openNotebook, type LabPage } from "./lab-page.ts";
import { savedOutputs } from "./saved-outputs.ts";

let lab: LabPage | undefined;
afterEach(async () => {
  await lab?.close();
  lab = undefined;
});

test("a notebook that was not run here shows figures, pictures with their words, and claims, and runs nothing: light", () =>
  look("JupyterLab Light"));

test("a notebook that was not run here shows figures, pictures with their words, and claims, and runs nothing: dark", () =>
  look("JupyterLab Dark"));

async function look(theme: "JupyterLab Light" | "JupyterLab Dark"): Promise<void> {
  lab = await openNotebook({ notebook: await savedOutputs(), name: "saved.ipynb", theme });
  const { page, errors } = lab;
  const charts = page.locator(".course-Plot .js-plotly-plot");
  await expect.poll(() => page.locator(".course-Plot .main-svg").first().isVisible(), { timeout: 30_000 }).toBe(true);
  await expect.poll(() => charts.count(), { timeout: 30_000 }).toBe(5);

  const labels = await charts.evaluateAll((all) =>
    all.map((one) => [one.getAttribute("role"), one.getAttribute("aria-label")]),
  );
  expect(labels[0]![1]).toMatch(/loss/i);
  expect(labels[1]).toEqual(["img", "two bars that change"]);

  const images = await page
    .locator(".jp-Notebook .jp-RenderedImage img")
    .evaluateAll((all) => all.map((one) => one.getAttribute("alt")));
  expect(images).toEqual(["nested words", "flat words", "a disc"]);

  const card = page.getByRole("region", { name: "Claim 1.13 holds" });
  expect(await card.innerText()).toContain("Most sentences are <b>new</b>.");
  expect(await card.locator("td").allInnerTexts()).toEqual(["≥ 0.6", "0.7123", "0 (expected ≤ 0.1)"]);

  expect(await page.evaluate(() => (window as { hacked?: number }).hacked)).toBeUndefined();
  expect(
    await page
      .locator(".course-Plot a")
      .evaluateAll((all) => all.map((one) => one.getAttributeNS("http://www.w3.org/1999/xlink", "href"))),
  ).not.toContain("javascript:window.hacked=1");

  // the title is drawn in the page's own text colour
  const colour = await charts.nth(1).evaluate((chart) => getComputedStyle(chart.querySelector(".gtitle")!).fill);
  const dark = theme === "JupyterLab Dark";
  expect(brightness(colour) > 128).toBe(dark);

  await drivenByKeyboard(page, { dark });
  expect(await foreignFonts(page, ".course-Plot .gtitle")).toEqual([]);
  await page.setViewportSize({ width: 760, height: 900 });
  const titleIsWhole = (): Promise<boolean> =>
    page
      .locator(".course-Plot")
      .nth(4)
      .evaluate((plot) => {
        const edge = plot.querySelector(".js-plotly-plot")!.getBoundingClientRect().right;
        return (
          plot.scrollWidth > plot.clientWidth && plot.querySelector(".gtitle")!.getBoundingClientRect().right <= edge
        );
      });
  await expect
    .poll(titleIsWhole, { timeout: 10_000, message: "a narrow page scrolls to the whole of a title" })
    .toBe(true);
  if (process.env.LAB_SCREENSHOTS)
    await page.screenshot({ path: `${process.env.LAB_SCREENSHOTS}/saved-${dark ? "dark" : "light"}.png` });
  expect(errors).toEqual([]);
}

/** Each control is an element that takes focus, obeys its keys, is named, and tells what it did; JupyterLab sees none of it. */
async function drivenByKeyboard(page: Page, { dark }: { dark: boolean }): Promise<void> {
  const cells = await page.locator(".jp-Cell").count();
  const foreign = page.locator(".course-Plot").nth(1);
  const bars = foreign.locator(".bars path").first();
  const before = await bars.getAttribute("d");
  await foreign.getByRole("slider").focus();
  await page.keyboard.press("ArrowRight");
  await expect
    .poll(() => bars.getAttribute("d"), { timeout: 10_000, message: "a second frame drawn" })
    .not.toBe(before);
  expect(await foreign.getByRole("slider").getAttribute("aria-valuetext")).toBe("second");

  const own = page.locator(".course-Plot").nth(4);
  const slider = own.getByRole("slider");
  const spoken = own.getByRole("status");
  await slider.focus();
  await page.keyboard.press("End");
  expect(await slider.getAttribute("aria-valuetext")).toBe("order 12");
  await expect.poll(() => spoken.textContent(), { timeout: 10_000 }).toBe("order 12  ·  new 0.083, 真值");
  // "d d" deletes a cell and "a" adds one, where JupyterLab gets the keys
  for (const key of ["d", "d", "a", "Home", "ArrowUp"]) await page.keyboard.press(key);
  expect(await slider.getAttribute("aria-valuetext")).toBe("order 2");
  expect(await page.locator(".jp-Cell").count()).toBe(cells);

  await page.emulateMedia({ reducedMotion: "no-preference" });
  await own.getByRole("button", { name: "Play" }).focus();
  await page.keyboard.press("Enter");
  await expect.poll(() => slider.getAttribute("aria-valuetext"), { timeout: 10_000 }).toBe("order 12");
  await own.getByRole("button", { name: "Play" }).waitFor({ timeout: 5_000 });

  await page.getByRole("menuitem", { name: "Settings", exact: true }).click();
  await page.locator(".lm-Menu-item", { hasText: "Theme" }).first().click();
  await page
    .locator(".lm-Menu-item", { hasText: dark ? "JupyterLab Light" : "JupyterLab Dark" })
    .first()
    .click();
  await page.locator(`body[data-jp-theme-light="${String(dark)}"]`).waitFor({ state: "attached" });
  const note = own.locator(".annotation-text", { hasText: "order 12" });
  const noteColour = (): Promise<string> => note.evaluate((one) => getComputedStyle(one).fill);
  await expect
    .poll(async () => brightness(await noteColour()) < 128, {
      timeout: 10_000,
      message: "the frame in the other theme's colour",
    })
    .toBe(dark);
  expect(await slider.getAttribute("aria-valuetext")).toBe("order 12");

  const shown = await page
    .locator(".slider-container, .updatemenu-container")
    .evaluateAll((all) => all.filter((one) => getComputedStyle(one).visibility !== "hidden").length);
  expect(shown, "plotly's own controls beside ours").toBe(0);
}

/** Fonts that are drawn with in the elements of `selector` and that the page has not brought itself. */
async function foreignFonts(page: Page, selector: string): Promise<string[]> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("DOM.enable");
  await devtools.send("CSS.enable");
  const { root } = await devtools.send("DOM.getDocument", { depth: 0 });
  const { nodeIds } = await devtools.send("DOM.querySelectorAll", {
    nodeId: root.nodeId,
    selector: `${selector} *, ${selector}`,
  });
  const used = await Promise.all(nodeIds.map((nodeId) => devtools.send("CSS.getPlatformFontsForNode", { nodeId })));
  const fonts = used.flatMap((one) => one.fonts);
  expect(fonts.map(({ familyName }) => familyName)).toEqual(expect.arrayContaining(["Inter"]));
  return fonts.filter(({ isCustomFont }) => !isCustomFont).map(({ familyName }) => familyName);
}

/** Mean of the red, green and blue of `rgb(…)`, 0 … 255. */
function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return (red + green + blue) / 3;
}
