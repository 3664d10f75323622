import { describe } from "vitest";
import { checkSpeculate } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/10/verify.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the prophet", () => {
  keepsItsContract({ check: checkSpeculate, ...answers });
});
