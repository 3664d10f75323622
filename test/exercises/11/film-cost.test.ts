import { describe } from "vitest";
import { checkPairs } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/11/film-cost.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the cost of a film", () => {
  keepsItsContract({ check: checkPairs, ...answers });
});
