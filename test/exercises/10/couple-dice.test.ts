import { describe } from "vitest";
import { checkPaintTogether } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/10/couple-dice.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of coupled dice", () => {
  keepsItsContract({ check: checkPaintTogether, ...answers });
});
