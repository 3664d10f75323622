import { describe } from "vitest";
import { checkOneStep } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/11/denoise.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of one step out of the fog", () => {
  keepsItsContract({ check: checkOneStep, ...answers });
});
