/** Min-p: only tokens that are not much less likely than the likeliest may come. Reference: Nguyen et al. 2024, "Turning Up the Heat: Min-p Sampling for Creative and Coherent LLM Outputs", section 3. */
import { checkNumber } from "../core/index.ts";
import { normalised, ranked } from "./warp.ts";
import type { Warp } from "./warp.ts";

/** Keep tokens with at least `p`, 0 to 1, times the largest probability: few where the model is sure, many where not. */
export function minP<Token>(p: number): Warp<Token> {
  checkNumber(p, "minP p", { min: 0, max: 1 });
  return (distribution) => {
    const tokens = ranked(distribution);
    const least = p * tokens[0]![1];
    return normalised(tokens.filter(([, probability]) => probability >= least));
  };
}
