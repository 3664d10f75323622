/** A GPT that writes: the engine of lib/backend for one sequence, as a language model. */
import { concat, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { createDecoder } from "../../backend/index.ts";
import type { Decoder, DecoderOptions, DecoderWeights } from "../../backend/index.ts";
import { check } from "../../core/index.ts";
import type { LanguageModel } from "../language-model.ts";
import type { Linear } from "../layers/linear.ts";
import { softmax64 } from "../softmax64.ts";
import type { Gpt, GptParams } from "./gpt.ts";

/** Tokens are ids. It keeps what it computed: a context that goes on from the last one costs only what is new. */
export interface GptDecoder extends LanguageModel<number> {
  /** The engine with its cache, to be driven by hand. */
  readonly decoder: Decoder;
  /** Logits of the token after `context`, `[vocab]`. */
  logits(context: readonly number[]): Float32Array;
  /** Takes other numbers of the same model, as after a step of training. */
  update(params: GptParams): void;
}

/**
 * A copy of the model's numbers, ready to write. Of a context longer than the model's, the last part is looked at.
 * `start` is the token before every text; without it an empty context is an error.
 */
export function gptDecoder(
  model: Gpt,
  params: GptParams,
  { start, ...options }: DecoderOptions & { start?: number } = {},
): GptDecoder {
  const decoder = createDecoder(decoderWeights(params), model.config, options);
  const { context: room } = model.config;
  let taken: readonly number[] = [];

  function logits(context: readonly number[]): Float32Array {
    const whole = start === undefined ? context : [start, ...context];
    check(whole.length > 0, "gptDecoder context", "at least one token, or a start token", context);
    const tokens = whole.slice(-room);
    const differs = tokens.findIndex((token, i) => token !== taken[i]);
    // what is asked for is computed with the last token, so that one at least is taken again
    const kept = Math.min(differs < 0 ? taken.length : differs, tokens.length - 1);
    decoder.truncate(kept);
    taken = tokens.slice(0, kept); // in case a token is refused
    const next = decoder.prefill(tokens.slice(kept));
    taken = tokens;
    return next;
  }

  return {
    decoder,
    logits,
    nextDistribution: (context) => new Map(softmax64(logits(context)).entries()),
    update(params) {
      decoder.replaceWeights(decoderWeights(params));
      taken = [];
    },
  };
}

/** The names and the layout of `weightShapes` in lib/backend. */
function decoderWeights(params: GptParams): DecoderWeights {
  const weights: Record<string, Float32Array> = {};
  const put = (name: string, value: Tensor | undefined): void => {
    if (value) weights[name] = value.dataSync() as Float32Array;
  };
  const putAll = (name: string, parts: object): void => {
    for (const [part, value] of Object.entries(parts) as [string, Tensor | undefined][]) put(`${name}.${part}`, value);
  };
  tidy(() => {
    put("wte", params.tokens);
    put("wpe", params.positions);
    for (const [l, block] of params.blocks.entries()) {
      const { query, key, value, output } = block.attention;
      putAll(`h${l}.ln1`, block.norm1);
      putAll(`h${l}.qkv`, sideBySide([query, key, value]));
      putAll(`h${l}.proj`, output);
      putAll(`h${l}.ln2`, block.norm2);
      putAll(`h${l}.up`, block.mlp.up);
      putAll(`h${l}.down`, block.mlp.down);
    }
    if (params.norm) putAll("lnF", params.norm);
    if (params.output) putAll("output", params.output);
  });
  return weights;
}

/** Linear layers of one input as a single one, its outputs one after another. */
export function sideBySide(layers: readonly Linear[]): Linear {
  const weight = concat(
    layers.map(({ weight }) => weight),
    1,
  );
  const biases = layers.flatMap(({ bias }) => (bias ? [bias] : []));
  return biases.length > 0 ? { weight, bias: concat(biases) } : { weight };
}
