/**
 * One token more: the pass of a GPT for a single position, with the keys and values of all earlier ones kept.
 *
 * What came before cannot change, since it does not see what comes after: so its keys and values are computed once.
 * The cache has room for the whole context from the start, and the position is a number in the data, not a size: a
 * backend that compiles graphs makes one for all steps. The price is that each step looks at `context` places, most
 * of them empty and masked. Fast decoding is `gptDecoder`; this is the same to be read, and with a batch.
 */
import { add, gather, mul, sub, tensor1d, tensor4d, tidy, zeros } from "@tensorflow/tfjs";
import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { check, checkInteger } from "../../core/index.ts";
import { attend, joinHeads, splitHeads } from "../layers/attention.ts";
import { embed } from "../layers/embedding.ts";
import { layerNorm } from "../layers/layer-norm.ts";
import { linear } from "../layers/linear.ts";
import { mlp } from "../layers/mlp.ts";
import { alibi, rotation } from "../layers/positions.ts";
import type { TransformerBlock } from "../layers/transformer-block.ts";
import type { Gpt, GptParams } from "./gpt.ts";

/** Keys and values of a layer, each `[batch, head, context, dHead]`; 0 where nothing was seen yet. */
export type GptCache = readonly { readonly keys: Tensor; readonly values: Tensor }[];

export interface GptStep {
  /** The token at `position` of each sequence, `[batch]`, int32. */
  tokens: Tensor;
  /** 0 to context − 1. */
  position: number;
  /** What the steps before returned. */
  cache: GptCache;
}

/** A cache that nothing is in yet: 2 · layers · dModel · context · 4 bytes for each sequence. */
export function emptyGptCache({ config }: Gpt, { batch = 1 } = {}): GptCache {
  const { layers, heads, dModel, context } = config;
  const empty = (): Tensor => zeros([batch, heads, context, dModel / heads]);
  return Array.from({ length: layers }, () => ({ keys: empty(), values: empty() }));
}

/** Logits of the token after, `[batch, vocab]`, and a cache that holds this one too; the old one stays as it was. */
export function gptStep(
  model: Gpt,
  params: GptParams,
  { tokens, position, cache }: GptStep,
): { logits: Tensor; cache: GptCache } {
  const { context, dModel, heads, epsilon, activation, rotaryBase: base, rotaryPairs: pairs } = model.config;
  checkInteger(position, "gptStep position", { max: context - 1 });
  check(tokens.rank === 1, "gptStep tokens", "[batch]", `[${tokens.shape.join(", ")}]`);
  return tidy(() => {
    const flags = (test: (place: number) => boolean): number[] =>
      Array.from({ length: context }, (_, place) => Number(test(place)));
    const here = tensor4d(
      flags((place) => place === position),
      [1, 1, context, 1],
    );
    const keyMask = tensor1d(flags((place) => place <= position)).expandDims(0);
    const bias = model.config.positions === "alibi" ? alibi(heads, { queries: [position], keys: context }) : undefined;
    const turn =
      model.config.positions === "rotary"
        ? rotation(dModel / heads, { positions: [position], base, pairs })
        : (x: Tensor4D) => x;

    /** The new row at its place among the old ones. */
    const placed = (old: Tensor, row: Tensor): Tensor => add(mul(old, sub(1, here)), mul(row, here));

    function block(params: TransformerBlock, x: Tensor, { keys, values }: GptCache[number]) {
      const normed = layerNorm(params.norm1, x, { epsilon });
      const [q, k, v] = (["query", "key", "value"] as const).map((name) =>
        splitHeads(linear(params.attention[name], normed), heads),
      ) as [Tensor4D, Tensor4D, Tensor4D];
      const next = { keys: placed(keys, turn(k)), values: placed(values, v) };
      const all = { q: turn(q), k: next.keys as Tensor4D, v: next.values as Tensor4D };
      const mixed = attend(all, { keyMask, bias });
      const talked = add(x, linear(params.attention.output, joinHeads(mixed)));
      const thought = mlp(params.mlp, layerNorm(params.norm2, talked, { epsilon }), { activation });
      return { x: add(talked, thought), next };
    }

    const token = embed(params.tokens, tokens);
    const place = tensor1d([position], "int32");
    let x = (params.positions ? add(token, gather(params.positions, place)) : token).expandDims(1); // [batch, 1, dModel]
    const grown = params.blocks.map((each, layer) => {
      const { x: after, next } = block(each, x, cache[layer]!);
      x = after;
      return next;
    });
    return { logits: model.readout(params, x.squeeze([1])), cache: grown };
  });
}
