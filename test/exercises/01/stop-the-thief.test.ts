import { describe } from "vitest";
import { checkWriteNew } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/01/stop-the-thief.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the thief", () => {
  keepsItsContract({ check: checkWriteNew, ...answers });
});
