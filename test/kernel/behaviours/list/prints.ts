/** The commonest form of a behaviour: cells that run well, and what the last one prints. */
import assert from "node:assert/strict";
import type { Behaviour, Cells } from "../types.ts";

/** Upper and lower case are the same here, so that `True` is `true`. */
export function prints(about: Pick<Behaviour, "id" | "title" | "reason">, cells: Cells, expected: string): Behaviour {
  return {
    ...about,
    cells,
    ...(cells.py === undefined && { notFor: { ipykernel: "Python has no such construct" } }),
    async check(kernel, ...texts) {
      let last = "";
      for (const text of texts) last = await kernel.prints(text);
      assert.equal(last.toLowerCase(), expected);
    },
  };
}
