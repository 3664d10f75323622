import { describe } from "vitest";
import { checkToPatches } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/11/patchify.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of patches", () => {
  keepsItsContract({ check: checkToPatches, ...answers });
});
