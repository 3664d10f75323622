/** A student is always in control: interrupt, restart, a session that ends, a cell that asks. */
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { done, notebookOf, openScratch, scratchOn, shownBy, type Scratch } from "./scratch.ts";

let lab: Scratch;
beforeAll(async () => {
  lab = await openScratch();
});
afterAll(() => lab?.close());

/** The most that a student waits for a cell to stop, with room for a busy machine. */
const stopMs = 5_000;

test.each([
  ["a loop", "steps++;\nconsole.log('at work');\nwhile (true) {}", pressStop],
  ["a promise that never settles", "steps++;\nconsole.log('at work');\nawait new Promise(() => {});", pressStop],
  ["a loop after an await", "steps++;\nconsole.log('at work');\nawait null;\nwhile (true) {}", pressKeys],
])("%s is stopped, values are kept, and the next cell runs", async (_, source, stop) => {
  await lab.run("let steps = 41;");
  const cell = await lab.start(source);
  await expect.poll(() => shownBy(cell), { timeout: 10_000 }).toBe("at work");
  await expect.poll(statuses, { timeout: 5_000 }).toEqual(["busy", "Busy"]);
  await stop();
  await done(cell, { timeoutMs: stopMs });
  expect(await shownBy(cell)).toMatch(/^at work\nInterrupted: .*stopped.* kept/);
  expect(await shownBy(await lab.run("steps"))).toBe("42");
  await expect.poll(statuses, { timeout: 5_000 }).toEqual(["idle", "Idle"]);
});

test("cells that wait behind one that is stopped are not run, and keep no star", async () => {
  const first = await lab.start("while (true) {}");
  const second = await lab.start("console.log('never')");
  await expect.poll(() => promptOf(second)).toBe("[*]:");
  await pressStop();
  await done(first, { timeoutMs: stopMs });
  await expect.poll(() => promptOf(second), { timeout: 5_000 }).toBe("[ ]:");
  expect(await shownBy(second)).toBe("");
});

test("a cell asks in a box of its own, and gets what was typed, Chinese and emoji included", async () => {
  const cell = await lab.start("const answer = prompt('你叫什麼名字?');\nanswer");
  await box(cell).waitFor({ timeout: 10_000 });
  await lab.picture("prompt");
  expect(await cell.locator(".jp-Stdin").innerText()).toContain("你叫什麼名字?");
  await answer("Ada 愛達 😀");
  await done(cell);
  expect(await shownBy(cell)).toContain("'Ada 愛達 😀'");
});

test("a cell that waits for an answer is stopped like any other, and what is typed too late answers no other cell", async () => {
  const stopped = await lab.start("prompt('still there?')");
  await box(stopped).waitFor({ timeout: 10_000 });
  await pressStop();
  await done(stopped, { timeoutMs: stopMs });
  expect(await shownBy(stopped)).toContain("Interrupted");
  expect(await shownBy(await lab.run("1 + 1"))).toBe("2");
  const next = await lab.start("prompt('and now?')");
  await box(next).waitFor({ timeout: 10_000 });
  // JupyterLab leaves the first box where it is
  await box(stopped).click();
  await answer("too late");
  await lab.page.waitForTimeout(300);
  expect(await promptOf(next)).toBe("[*]:");
  await box(next).click();
  await answer("in time");
  await done(next);
  expect(await shownBy(next)).toContain("'in time'");
});

test("a cell that ends its process says what is lost; the next cell works, and no dialog is in the way", async () => {
  await lab.run("const before = 1;");
  const cell = await lab.run("console.log('so far');\nprocess.exit(3);");
  expect(await shownBy(cell)).toMatch(/so far\s+SessionDied: .*exit code 3.*lost/);
  expect(await shownBy(await lab.run("typeof before"))).toMatch(/TS2304|undefined/);
  expect(await shownBy(await lab.run("6 * 7"))).toBe("42");
  await lab.page.waitForTimeout(500); // JupyterLab looks for dead kernels by itself
  expect(await lab.page.locator(".jp-Dialog").count()).toBe(0);
  await lab.picture("process-exit");
});

test("0, 0 and Enter restart; every value is forgotten, and cells count from 1", async () => {
  await lab.run("const forgotten = 1;");
  await lab.page.keyboard.press("Escape");
  await lab.page.keyboard.press("0");
  await lab.page.keyboard.press("0");
  await acceptRestart();
  const cell = await lab.run("forgotten");
  expect(await promptOf(cell)).toBe("[1]:");
  expect(await shownBy(cell)).toContain("Cannot find name 'forgotten'");
});

test("Restart Kernel and Run All starts from nothing and runs each cell once, in order", async () => {
  const notebook = notebookOf("let total = 1;", "total += 1;", "`${total} in ${process.pid}`");
  const window = await scratchOn(await lab.another({ name: "run-all.ipynb", notebook }));
  const { page } = window;
  const cells = page.locator(".jp-Notebook .jp-CodeCell");
  const sessions = new Set<string>();
  for (const times of [1, 2]) {
    await page.locator('[data-command="notebook:restart-run-all"]').click();
    await acceptRestart(window);
    const state = async (): Promise<unknown> => {
      const shown = await shownBy(cells.nth(2));
      sessions.add(shown);
      return [...(await cells.locator(".jp-InputPrompt").allInnerTexts()), sessions.delete("") || sessions.size];
    };
    await expect.poll(state, { timeout: 20_000 }).toEqual(["[1]:", "[2]:", "[3]:", times]);
  }
  for (const shown of sessions) expect(shown).toMatch(/^'2 in \d+'$/);
  await window.picture("run-all");
  expect(window.errors).toEqual([]);
  await window.close();
});

test("the browser's console has no error", () => {
  expect(lab.errors).toEqual([]);
});

function statuses(): Promise<(string | null | undefined)[]> {
  return lab.page.evaluate(() => [
    document.querySelector<HTMLElement>(".jp-Notebook-ExecutionIndicator")?.dataset.status,
    /\| (Busy|Idle|\w*)/.exec(document.querySelector("#jp-main-statusbar")!.textContent!)?.[1],
  ]);
}

async function promptOf(cell: Locator): Promise<string> {
  return (await cell.locator(".jp-InputPrompt").innerText()).trim();
}

function box(cell: Locator): Locator {
  return cell.locator(".jp-Stdin-input");
}

async function answer(text: string): Promise<void> {
  await lab.page.keyboard.insertText(text);
  await lab.page.keyboard.press("Enter");
}

async function pressStop(): Promise<void> {
  await lab.page.locator('[data-command="notebook:interrupt-kernel"]').click();
}

async function pressKeys(): Promise<void> {
  for (const key of ["Escape", "i", "i"]) await lab.page.keyboard.press(key);
}

/** Answer the dialog with the keyboard, and wait until the kernel is back. */
async function acceptRestart({ page }: Scratch = lab): Promise<void> {
  const dialog = page.locator(".jp-Dialog");
  await dialog.waitFor({ timeout: 5_000 });
  const restarted = page.waitForResponse((response) => response.url().includes("/restart"));
  await page.keyboard.press("Enter");
  await restarted;
  await dialog.waitFor({ state: "detached" });
}
