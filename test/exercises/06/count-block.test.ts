import { describe } from "vitest";
import { checkCountBlock } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/06/count-block.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of counting a block", () => {
  keepsItsContract({ check: checkCountBlock, ...answers });
});
