/** Nucleus sampling: only the smallest set of tokens that holds a share p may come. Reference: Holtzman et al. 2020, "The Curious Case of Neural Text Degeneration", section 3.1. */
import { check } from "../core/index.ts";
import { normalised, ranked } from "./warp.ts";
import type { Warp } from "./warp.ts";

/** Keep the likeliest tokens until their probabilities reach `p`, above 0 and at most 1; the one that reaches it stays. */
export function topP<Token>(p: number): Warp<Token> {
  check(p > 0 && p <= 1, "topP p", "a number above 0 and at most 1", p);
  return (distribution) => {
    const kept: [Token, number][] = [];
    let share = 0;
    for (const entry of ranked(distribution)) {
      kept.push(entry);
      share += entry[1];
      if (share >= p) break;
    }
    return normalised(kept);
  };
}
