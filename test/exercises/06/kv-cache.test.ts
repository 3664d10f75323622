import { describe } from "vitest";
import { checkCachedAttention } from "../../../lib/exercises/index.ts";
import * as answers from "../../../lib/exercises/06/kv-cache.answers.ts";
import { keepsItsContract } from "../contract.ts";

describe("the exercise of the cache", () => {
  keepsItsContract({ check: checkCachedAttention, ...answers });
});
