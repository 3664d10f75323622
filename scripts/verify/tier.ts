/** A tier of tests that needs more than Node: run it, or name every test that the machine cannot run, with the reason. */
import { createVitest, startVitest } from "vitest/node";
import type { TestModule } from "vitest/node";

const options = (project: string) => ({ project, watch: false, run: true });

/** Run the tests of `project` in vitest.config.ts and print their counts; the exit code. */
export async function runTier(project: string, { maxWorkers }: { maxWorkers?: number } = {}): Promise<number> {
  const vitest = await startVitest("test", [], { ...options(project), ...(maxWorkers && { maxWorkers }) });
  const modules = vitest.state.getTestModules();
  const states = modules.flatMap(testsOf).map((test) => test.result().state);
  const broken = modules.filter((module) => module.state() === "failed" && module.errors().length > 0);
  const count = (state: string): number => states.filter((one) => one === state).length;
  await vitest.close();
  return summary({ passed: count("passed"), failed: count("failed") + broken.length, skipped: count("skipped") });
}

/** Name every test of `project` as skipped because of `reason`; the exit code. */
export async function skipTier(project: string, { reason }: { reason: string }): Promise<number> {
  const vitest = await createVitest("test", options(project));
  const { testModules } = await vitest.collect([], { staticParse: false });
  const names = testModules.flatMap(testsOf).map((test) => test.fullName);
  for (const name of names) console.log(`skipped: ${name}: ${reason}`);
  await vitest.close();
  return summary({ passed: 0, failed: 0, skipped: names.length });
}

function testsOf(module: TestModule) {
  return [...module.children.allTests()];
}

function summary({ passed, failed, skipped }: { passed: number; failed: number; skipped: number }): number {
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed > 0 || passed + skipped === 0 ? 1 : 0;
}
