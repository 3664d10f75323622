/**
 * Mask-predict: fill all blanks at once, keep what is surest, blank the rest, and again. Later passes see earlier ones.
 *
 * Reference: Ghazvininejad et al. 2019, "Mask-Predict: Parallel Decoding of Conditional Masked Language Models", section 3;
 * keeping the surest for good is Chang et al. 2022, "MaskGIT", section 3.2.
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { greedy, sample } from "./sample.ts";
import type { Distribution } from "./sample.ts";

/** A place that is not written yet. */
export const blank = Symbol("blank");

/** A model of whole texts of a known length: says for each place what it may hold, given what the others hold. */
export interface FillingModel<Token> {
  /** One distribution for each place. */
  fill(text: readonly (Token | typeof blank)[]): Distribution<Token>[];
}

export interface MaskPredictOptions {
  /** How many places there are. */
  length: number;
  /** 1 writes everything at once; `length` writes one place after another. */
  passes: number;
  /** With it places are drawn; without it the likeliest token is taken. */
  rng?: Rng;
  /** Which places are kept first: those that the model is surest of, or any. `random` needs the rng. */
  order?: "surest" | "random";
  /** Called after each pass with what is kept so far. */
  watch?: (kept: readonly unknown[]) => void;
}

/** A text, in so many passes: after pass i of n, ⌈length · i / n⌉ places are kept. */
export function maskPredict<Token>(model: FillingModel<Token>, options: MaskPredictOptions): Token[] {
  const { length, passes, rng, order = "surest", watch = () => {} } = options;
  checkInteger(length, "maskPredict length");
  checkInteger(passes, "maskPredict passes", { min: 1 });
  check(order === "surest" || rng !== undefined, "maskPredict rng", "one, for a random order", rng);
  const text = Array.from({ length }, (): Token | typeof blank => blank);
  for (let pass = 1; pass <= passes; pass++) {
    const distributions = model.fill(text);
    check(distributions.length === length, "maskPredict model", `${length} distributions`, distributions);
    const guesses = text.flatMap((held, place) => {
      if (held !== blank) return [];
      const distribution = distributions[place]!;
      const token = rng ? sample(distribution, { rng }) : greedy(distribution);
      return [{ place, token, sureness: order === "random" ? rng!() : distribution.get(token)! }];
    });
    const kept = length - guesses.length;
    const wanted = Math.ceil((length * pass) / passes);
    guesses.sort((a, b) => b.sureness - a.sureness || a.place - b.place);
    for (const { place, token } of guesses.slice(0, wanted - kept)) text[place] = token;
    watch([...text]);
  }
  return text as Token[];
}
