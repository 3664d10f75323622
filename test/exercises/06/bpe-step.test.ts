import { describe } from "vitest";
import { checkBpeStep } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/06/bpe-step.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of a step of byte-pair encoding", () => {
  keepsItsContract({ check: checkBpeStep, ...answers });
});
