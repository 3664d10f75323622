import { describe } from "vitest";
import { checkSample } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/01/roll-the-die.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the die", () => {
  keepsItsContract({ check: checkSample, ...answers });
});
