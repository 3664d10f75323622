import { describe } from "vitest";
import { checkAlibi } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/06/alibi.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of ALiBi", () => {
  keepsItsContract({ check: checkAlibi, ...answers });
});
