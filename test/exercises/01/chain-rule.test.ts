import { describe } from "vitest";
import { checkLogProb } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/01/chain-rule.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the chain rule", () => {
  keepsItsContract({ check: checkLogProb, ...answers });
});
