import { describe } from "vitest";
import { checkShift } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/04/shift-by-one.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of shift by one", () => {
  keepsItsContract({ check: checkShift, ...answers });
});
