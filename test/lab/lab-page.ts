/** A JupyterLab of its own and a headless browser on it, as a student has them after `npm start`. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";
import { kernelSpec } from "../../lib/kernel/index.ts";
import { labPaths, openLab, type LabServer } from "../../lib/lab/index.ts";
import { parseNotebook, type Notebook } from "../../lib/notebook/index.ts";

export const root = path.dirname(path.dirname(import.meta.dirname));

export interface LabPage {
  page: Page;
  /** What the page wrote to the browser's console as errors, JupyterLab's own known ones left out. */
  errors: string[];
  /** The notebook's file as it is now. */
  text(): string;
  /** Another window of the same browser, on the same notebook or on one written now; closing it leaves this one. */
  another(notebook?: { notebook: string; name: string }): Promise<LabPage>;
  close(): Promise<void>;
}

export interface LabPageOptions {
  /** The notebook to open, as text, and the name of its copy. */
  notebook: string;
  name: string;
  theme?: "JupyterLab Light" | "JupyterLab Dark";
}

/** Open a copy of the notebook in JupyterLab, in a browser window as large as a laptop's. */
export async function openNotebook({ notebook, name, theme }: LabPageOptions): Promise<LabPage> {
  // a folder beside lib/, as the student's is, so that ../lib/ means the same
  const folder = mkdtempSync(path.join(root, ".lab-test-"));
  writeFileSync(path.join(folder, name), notebook);
  const jupyter = path.join(folder, ".jupyter");
  writeSettings(path.join(jupyter, "settings"), theme ?? "JupyterLab Light");
  const paths = { ...labPaths(root), jupyter, log: path.join(jupyter, "lab.log") };
  const spec = kernelSpec({ node: process.execPath, compileCache: path.join(folder, ".compile-cache") });
  let server: LabServer | undefined;
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    server = await openLab(paths, { spec, browser: false, folder, say: () => {} });
    browser = await chromium.launch({ executablePath: process.env.CHROME_PATH, args: browserFlags });
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 1.5 });
    return { ...(await openWindow({ context, server, folder, name })), close };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Window {
  context: BrowserContext;
  server: LabServer;
  folder: string;
  name: string;
}

async function openWindow({ context, server, folder, name }: Window): Promise<LabPage> {
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" && !known.test(message.text())) errors.push(message.text());
  });
  page.on("pageerror", (error) => errors.push(error.message));
  await page.goto(`http://127.0.0.1:${server.port}/lab/tree/${encodeURIComponent(name)}?token=${server.token}`);
  await page.locator(".jp-Notebook .jp-Cell").first().waitFor({ timeout: 60_000 });
  return {
    page,
    errors,
    text: () => readFileSync(path.join(folder, name), "utf8"),
    another(other) {
      if (other) writeFileSync(path.join(folder, other.name), other.notebook);
      return openWindow({ context, server, folder, name: other?.name ?? name });
    },
    close: () => page.close(),
  };
}

/** Wait until the kernel has started and rests. */
export async function untilIdle({ page }: LabPage, { timeoutMs = 60_000 } = {}): Promise<void> {
  await page.getByText(/\| Idle$/).waitFor({ timeout: timeoutMs });
}

/** Run every cell and wait until the last is done. Resolves with the saved notebook. */
export async function runAll(lab: LabPage, { timeoutMs }: { timeoutMs: number }): Promise<Notebook> {
  const { page, text } = lab;
  await untilIdle(lab);
  await page.getByRole("menuitem", { name: "Run", exact: true }).click();
  await page.getByRole("menuitem", { name: "Run All Cells", exact: true }).click();
  // every cell that waits for its turn has a star from the click on
  await page.waitForFunction(
    () => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")].every((one) => !one.textContent.includes("*")),
    undefined,
    { timeout: timeoutMs },
  );
  await untilIdle(lab, { timeoutMs });
  await page.keyboard.press("Control+s");
  await page.locator(".jp-mod-dirty").waitFor({ state: "detached", timeout: 10_000 });
  return parseNotebook(text());
}

/** As root Chromium needs no sandbox; without the rest it asks hosts outside at every start. */
const browserFlags = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
]; // prettier-ignore

/** Messages of JupyterLab itself that come without any notebook of ours. */
const known = /favicon|language server|api\/lsp/i;

function writeSettings(folder: string, theme: string): void {
  const settings: Record<string, Record<string, unknown>> = {
    "apputils-extension/themes": { theme },
    // every cell in the page at once, so that each can be looked at
    "notebook-extension/tracker": { windowingMode: "none" },
  };
  for (const [name, value] of Object.entries(settings)) {
    const file = path.join(folder, "@jupyterlab", `${name}.jupyterlab-settings`);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(value));
  }
}
