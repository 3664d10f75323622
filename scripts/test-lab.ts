/** `npm run test:lab`: lecture 1 in JupyterLab in a real browser. What the machine lacks is reported, by name. */
import path from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { startVitest } from "vitest/node";
import { ensureEnvironment, findOrInstallBrowser, LabError, labPaths } from "../lib/lab/index.ts";
import { withInstallLock } from "./install-lock.cjs";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

new Command("npm run test:lab --")
  .description("Open lecture 1 in JupyterLab in a headless browser, run it, and look at what it shows.")
  .option("--screenshot", "also take the README's picture, docs/lecture-1.png")
  .action(async ({ screenshot }: { screenshot?: true }) => {
    process.chdir(root);
    const lacking = await prepare();
    if (screenshot) process.env.LAB_PICTURE = path.join(root, "docs", "lecture-1.png");
    process.exitCode = lacking ? await skip(lacking) : await run();
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

const options = { project: "lab", watch: false, run: true };

async function run(): Promise<number> {
  const vitest = await startVitest("test", [], options);
  const states = vitest.state
    .getTestModules()
    .flatMap((module) => [...module.children.allTests()].map((test) => test.result().state));
  const broken = vitest.state
    .getTestModules()
    .filter((module) => module.state() === "failed" && module.errors().length > 0);
  const count = (state: string): number => states.filter((one) => one === state).length;
  await vitest.close();
  return summary({ passed: count("passed"), failed: count("failed") + broken.length, skipped: count("skipped") });
}

/** Name every test that did not run, and why. */
async function skip(reason: string): Promise<number> {
  const { createVitest } = await import("vitest/node");
  const vitest = await createVitest("test", options);
  const { testModules } = await vitest.collect();
  const names = testModules.flatMap((module) => [...module.children.allTests()].map((test) => test.fullName));
  for (const name of names) console.log(`skipped: ${name}: ${reason}`);
  await vitest.close();
  return summary({ passed: 0, failed: 0, skipped: names.length });
}

function summary({ passed, failed, skipped }: { passed: number; failed: number; skipped: number }): number {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed > 0 || passed + skipped === 0 ? 1 : 0;
}
