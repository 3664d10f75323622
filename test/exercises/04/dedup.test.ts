import { describe } from "vitest";
import { checkDedup } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/04/dedup.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of near copies", () => {
  keepsItsContract({ check: checkDedup, ...answers });
});
