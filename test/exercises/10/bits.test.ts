import { describe } from "vitest";
import { checkRoundTo } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/10/bits.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of bits and decibels", () => {
  keepsItsContract({ check: checkRoundTo, ...answers });
});
