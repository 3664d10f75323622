import { describe } from "vitest";
import { checkAttend } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/06/attention.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of attention by hand", () => {
  keepsItsContract({ check: checkAttend, ...answers });
});
