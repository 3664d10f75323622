import { describe } from "vitest";
import { checkTemperature } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/01/temperature.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the temperature", () => {
  keepsItsContract({ check: checkTemperature, ...answers });
});
