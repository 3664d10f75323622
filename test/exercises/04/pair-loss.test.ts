import { describe } from "vitest";
import { checkPairLoss } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/04/pair-loss.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the pair's loss", () => {
  keepsItsContract({ check: checkPairLoss, ...answers });
});
