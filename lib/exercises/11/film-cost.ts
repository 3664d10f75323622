/** Exercise 11.4: pairs in a film. Reference: Arnab et al. 2021, "ViViT: A Video Vision Transformer", section 3.3. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

/** What the student writes: pairs of patches that look at each other, all with all, and split in space and time. */
export type PairsOf = (frames: bigint, patches: bigint) => { full: bigint; split: bigint };

/** On films of random length, and one that is too long for numbers without n. */
export function checkPairs(pairsOf: PairsOf, options?: CheckOptions): Feedback {
  return judge((die) => {
    for (const [frames, patches] of [
      [BigInt(2 + die.int(50)), BigInt(2 + die.int(50))],
      [1n, 7n],
      [10_000_000n + BigInt(die.int(1000)), 1_000_003n],
    ] as const) {
      const { full, split } = written(pairsOf(frames, patches));
      const what = `${frames} frames of ${patches} patches`;
      if (full === frames * patches ** 2n && frames > 1n)
        return `full, ${what}: that is each frame for itself. All patches of the film look at all of them.`;
      if (full !== (frames * patches) ** 2n) return `full, ${what}: expected ${(frames * patches) ** 2n}, got ${full}.`;
      const [space, time] = [frames * patches ** 2n, patches * frames ** 2n];
      if (split === frames ** 2n + patches ** 2n && frames > 1n)
        return `split, ${what}: that is one frame and one place. There are ${frames} frames, and ${patches} places.`;
      if (split === space && frames > 1n) return `split, ${what}: space is right; every place looks through time, too.`;
      if (split !== space + time) return `split, ${what}: expected ${space + time}, got ${split}.`;
    }
    return undefined;
  }, options);
}
