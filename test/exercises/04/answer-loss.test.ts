import { describe } from "vitest";
import { checkAnswerLoss } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/04/answer-loss.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the answer's loss", () => {
  keepsItsContract({ check: checkAnswerLoss, ...answers });
});
