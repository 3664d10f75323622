/** What a student sees of a cell: code in colours, results, errors that can be read, figures; in both themes. */
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { faintText } from "./contrast.ts";
import { notebookOf, openScratch, shownBy, switchTheme, themes, type Scratch } from "./scratch.ts";

let lab: Scratch;
beforeAll(async () => {
  lab = await openScratch();
});
afterAll(() => lab?.close());

const typed = `interface Pair<T> { left: T }
const pair: Pair<number> = { left: 1 }; // 註
const text = \`sum \${pair.left}\`;`;

test("Shift-Enter runs a cell, shows its result under its number, and goes on to a new cell", async () => {
  const cell = await lab.run(`${typed}\ntext + " 和 😀"`);
  expect(await cell.locator(".jp-OutputPrompt").innerText()).toBe("[1]:");
  expect(await shownBy(cell)).toBe("'sum 1 和 😀'");
  await lab.page.keyboard.type("42");
  await lab.page.keyboard.press("Shift+Enter");
  const next = lab.page.locator(".jp-Notebook .jp-Cell").nth(1);
  await expect.poll(() => shownBy(next), { timeout: 10_000 }).toBe("42");
});

test("TypeScript has its colours: keywords, names, types, templates and comments, each unlike plain text", async () => {
  await expectColours(lab.page.locator(".jp-Notebook .jp-Cell").first());
});

test("the colours are there before any kernel has answered", async () => {
  const { page } = lab;
  await page
    .context()
    .route(/\/api\/(sessions|kernels)/, (route) =>
      route.request().method() === "POST" ? undefined : route.continue(),
    );
  const window = await lab.another({ name: "waiting.ipynb", notebook: notebookOf(typed) });
  await expectColours(window.page.locator(".jp-Notebook .jp-Cell").first());
  expect(await window.page.getByText(/\| Idle$/).count()).toBe(0);
  await page.context().unrouteAll({ behavior: "ignoreErrors" });
  await window.close();
});

test.each(themes)("errors are red boxes that can be read, and nothing is cut off: %s", async (theme) => {
  await switchTheme(lab.page, theme);
  const refused = await lab.run("let total = 0;\nconst count: number = 'three 三';\ntotal += count; // 註");
  expect(await shownBy(refused)).toMatch(/In\[\d+\]:2:7 - TS2322: Type 'string' is not assignable to type 'number'/);
  expect(await shownBy(refused)).toMatch(/^> 2 \| const count: number = 'three 三';$/m);
  expect(await shownBy(refused), "a sentence for beginners").toContain("does not fit");
  expect(await refused.locator("[class*=ansi]").count(), "parts in colour").toBeGreaterThan(1);

  const thrown = await lab.run(
    `function mean(values: number[]): number {
  if (values.length === 0) throw new RangeError("mean: expected ${"at least one number, ".repeat(12)}got none 😀");
  return values.reduce((a, b) => a + b) / values.length;
}
mean([]);`,
  );
  expect(await shownBy(thrown)).toMatch(/^RangeError: mean: expected .*got none 😀/);
  expect(await shownBy(thrown)).toMatch(/^> 2 \| .*throw new RangeError/m);
  expect(await shownBy(thrown)).toMatch(/at mean \(In\[\d+\]:2:34\)\s+at In\[\d+\]:5:1\s*$/);

  for (const cell of [refused, thrown]) {
    const output = cell.locator(".jp-OutputArea-output");
    const [red = 0, green = 0, blue = 0] = await output.evaluate((node) =>
      getComputedStyle(node).backgroundColor.match(/\d+/g)!.map(Number),
    );
    expect(red - Math.max(green, blue), "a red box").toBeGreaterThan(20);
    expect(await output.evaluate((node) => node.scrollWidth - node.clientWidth), "pixels cut off").toBe(0);
    expect(await faintText(output)).toEqual([]);
    expect(await faintText(cell.locator(".cm-content"))).toEqual([]);
    expect(
      await output
        .locator("a")
        .evaluateAll((all) =>
          all.filter((one) => !one.getAttribute("href")).map((one) => getComputedStyle(one).textDecorationLine),
        ),
      "links that lead nowhere look like text",
    ).not.toContain("underline");
  }
  await lab.picture(`errors-${theme.split(" ")[1]}`);
});

test("a figure of the course is drawn with words for those who do not see it", async () => {
  const cell = await lab.run(`import { show } from "../lib/index.ts";
show.line({ title: "損失 falls", xLabel: "step", yLabel: "loss (bits)", series: [{ name: "model", x: [1, 2, 3], y: [3, 2, 1.5] }] })`);
  const chart = cell.locator(".course-Plot .js-plotly-plot");
  await chart.locator(".main-svg").first().waitFor();
  expect(await chart.getAttribute("role")).toBe("img");
  expect(await chart.getAttribute("aria-label")).toMatch(/^Line chart of loss.*損失 falls/s);
  await lab.picture("figure");
});

test("a table keeps its columns, a long array is folded and says how much is left out, and nothing shows nothing", async () => {
  const table = await lab.run(`import { show } from "../lib/index.ts";
show.table({ title: "Two models", rows: [{ model: "小模", loss: 2.5 }, { model: "big 😀", loss: 1.25 }] })`);
  await table.locator("table").waitFor();
  expect(await table.locator("td, th").allInnerTexts()).toEqual(expect.arrayContaining(["model", "小模", "big 😀"]));
  const long = await lab.run("Array.from({ length: 5000 }, (_, i) => i)");
  expect(await shownBy(long)).toMatch(/4,?900 more items/);
  expect((await long.boundingBox())!.height).toBeLessThan(600);
  const nothing = await lab.run("undefined");
  expect(await nothing.locator(".jp-OutputArea-output").count()).toBe(0);
  await lab.picture("table-and-fold");
});

test("the browser's console has no error", () => {
  expect(lab.errors).toEqual([]);
});

/** Each kind of token has a colour, and it is not that of plain text. */
async function expectColours(cell: Locator): Promise<void> {
  const wanted = ["interface", "Pair", "T", "number", "`sum ", "// 註", "1"];
  const read = (): Promise<Record<string, boolean>> =>
    cell.locator(".cm-content").evaluate((content, words) => {
      const plain = getComputedStyle(content).color;
      const marks = [...content.querySelectorAll("span")];
      const entries = words.map((word) => {
        const found = marks.filter((mark) => mark.textContent === word);
        return [word, found.length > 0 && found.every((mark) => getComputedStyle(mark).color !== plain)];
      });
      return Object.fromEntries(entries) as Record<string, boolean>;
    }, wanted);
  await expect.poll(read, { timeout: 10_000 }).toEqual(Object.fromEntries(wanted.map((word) => [word, true])));
}
