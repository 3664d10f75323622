/** Top-k: only the k likeliest tokens may come. Reference: Fan, Lewis and Dauphin 2018, "Hierarchical Neural Story Generation", section 5.1. */
import { checkInteger } from "../core/index.ts";
import { normalised, ranked } from "./warp.ts";
import type { Warp } from "./warp.ts";

/** Keep the `k` likeliest tokens, at least one. Of equally likely ones the earlier stay. */
export function topK<Token>(k: number): Warp<Token> {
  checkInteger(k, "topK k", { min: 1 });
  return (distribution) => normalised(ranked(distribution).slice(0, k));
}
