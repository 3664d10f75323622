/** Every behaviour against our kernel as Jupyter starts it; one kernel for a family. */
import assert from "node:assert/strict";
import { afterAll, describe, expect, test } from "vitest";
import { families } from "./index.ts";
import { createRunner } from "./run.ts";
import { makeWorkspace } from "./workspace.ts";

const windows = process.platform === "win32";
const workspace = makeWorkspace();
afterAll(() => workspace.remove());

describe.each(families)("$letter, $name:", ({ behaviours }) => {
  const runner = createRunner("ours", workspace.cwd);
  afterAll(() => runner.close());

  for (const behaviour of behaviours) {
    const { id, title, posix, known } = behaviour;
    const why = known?.ours;
    const excuse = why === undefined ? "" : ` Known not to hold: ${why}`;
    test.runIf(!windows || posix === undefined)(`${id} ${title}${excuse}`, async () => {
      const outcome = await runner.run(behaviour);
      if (outcome.status === "fails" && why === undefined) assert.fail(outcome.saw);
      // one that holds at last must lose its excuse
      expect(outcome.status).toBe(why === undefined ? "holds" : "fails");
    });
  }
});
