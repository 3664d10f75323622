/** `npm run test:lab`: what a student does, and lecture 1, in JupyterLab in a real browser. What the machine lacks is reported, by name. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { ensureEnvironment, findOrInstallBrowser, LabError, labPaths } from "../lib/lab/index.ts";
import { withInstallLock } from "./install-lock.cjs";
import { runTier, skipTier } from "./verify/tier.ts";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

new Command("npm run test:lab --")
  .description(
    "Do in JupyterLab, in a headless browser, what a student does, run lecture 1, and look at what is shown.",
  )
  .option("--screenshot", "also take the README's picture, docs/lecture-1.png")
  .action(async ({ screenshot }: { screenshot?: true }) => {
    process.chdir(root);
    const lacking = await prepare();
    if (screenshot) process.env.LAB_PICTURE = path.join(root, "docs", "lecture-1.png");
    process.exitCode = lacking ? await skipTier("lab", { reason: lacking }) : await runTier("lab");
  })
  .parse();

/** Set up the browser and JupyterLab; why that is not possible, or undefined. */
async function prepare(): Promise<string | undefined> {
  const browser = findOrInstallBrowser({ say: console.log });
  if (!browser) return "no Chromium, Chrome or Edge was found (CHROME_PATH may name one)";
  process.env.CHROME_PATH = browser;
  try {
    const paths = labPaths(root);
    await withInstallLock(path.join(root, ".cache", "environment.lock"), () =>
      ensureEnvironment(paths, { say: console.log }),
    );
    return undefined;
  } catch (error) {
    if (error instanceof LabError) return error.message.split("\n").at(0)!;
    throw error;
  }
}
