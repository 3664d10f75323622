import { describe } from "vitest";
import { checkCountSentences } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/01/count-sentences.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of counting sentences", () => {
  keepsItsContract({ check: checkCountSentences, ...answers });
});
