/** How many numbers a GPT has, from its shape: where the sizes in the news come from. */
import { checkInteger } from "../core/index.ts";

/** The shape of a GPT. */
export interface GptShape {
  layers: number;
  dModel: number;
  /** Number of token ids. */
  vocab: number;
  /** Longest text in tokens. */
  context: number;
}

/**
 * Parameters of a GPT: 12 · layers · dModel² for the layers (four dModel × dModel matrices of attention, and two of
 * dModel × 4·dModel) and (vocab + context) · dModel for what tokens and places look like.
 *
 * Left out: biases and layer norms, about 13 · layers · dModel, far below one percent for the sizes in the news.
 *
 * Reference: Kaplan et al. 2020, "Scaling Laws for Neural Language Models", section 2.1.
 */
export function gptParameters({ layers, dModel, vocab, context }: GptShape): number {
  for (const [name, value] of Object.entries({ layers, dModel, vocab, context }))
    checkInteger(value, `gptParameters ${name}`, { min: 1 });
  return 12 * layers * dModel ** 2 + (vocab + context) * dModel;
}
