import { describe } from "vitest";
import { checkAcceptAndRest } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/10/residual.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the left-over", () => {
  keepsItsContract({ check: checkAcceptAndRest, ...answers });
});
