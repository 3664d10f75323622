import { describe } from "vitest";
import { checkAdapter } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/04/lora.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the adapter", () => {
  keepsItsContract({ check: checkAdapter, ...answers });
});
