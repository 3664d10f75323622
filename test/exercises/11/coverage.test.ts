import { describe } from "vitest";
import { checkCoverage } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/11/coverage.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of coverage", () => {
  keepsItsContract({ check: checkCoverage, ...answers });
});
