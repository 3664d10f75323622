import { describe } from "vitest";
import { checkFillInPasses } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/10/fill-passes.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of many passes", () => {
  keepsItsContract({ check: checkFillInPasses, ...answers });
});
