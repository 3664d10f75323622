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
  await expect.poll(() => charts.count(), { timeout: 30_000 }).toBe(4);

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

  // a slider's second step draws the second frame
  const before = await charts.nth(1).locator(".bars path").first().getAttribute("d");
  await page.evaluate(() =>
    (
      window as unknown as { Plotly: { animate(node: Element, names: string[], options: object): unknown } }
    ).Plotly.animate(document.querySelectorAll(".course-Plot .js-plotly-plot")[1]!, ["second"], {
      mode: "immediate",
      transition: { duration: 0 },
    }),
  );
  expect(await charts.nth(1).locator(".bars path").first().getAttribute("d")).not.toBe(before);
  if (process.env.LAB_SCREENSHOTS)
    await page.screenshot({ path: `${process.env.LAB_SCREENSHOTS}/saved-${dark ? "dark" : "light"}.png` });
  expect(errors).toEqual([]);
}

/** Mean of the red, green and blue of `rgb(…)`, 0 … 255. */
function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  return (red + green + blue) / 3;
}
