import { describe } from "vitest";
import { checkTwins } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/06/twins.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the twins", () => {
  keepsItsContract({ check: checkTwins, ...answers });
});
