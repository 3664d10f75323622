import { describe } from "vitest";
import { checkChooseN } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/04/choose-n.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the cliff", () => {
  keepsItsContract({ check: checkChooseN, ...answers });
});
