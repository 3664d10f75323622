/**
 * Attention: each position asks (query), all answer with what they are (key) and what they have to say (value).
 *
 *     weights = softmax(Q Kᵀ / √dHead + bias)      y = (weights · V, all heads side by side) · W_output
 *
 * Reference: Vaswani et al. 2017, "Attention Is All You Need", section 3.2. The paper's h is `heads`, d_k is dHead.
 */
import { add, matMul, mul, softmax, tensor, where } from "@tensorflow/tfjs";
import type { Tensor, Tensor4D } from "@tensorflow/tfjs";
import { causalAttention } from "../../backend/index.ts";
import { check } from "../../core/index.ts";
import { touch } from "../hook.ts";
import type { Hook } from "../hook.ts";
import { countLinear, initLinear, linear } from "./linear.ts";
import type { Linear, LinearOptions } from "./linear.ts";

/** Four linear layers: query and output `[dModel, dModel]`, key and value `[dMemory, dModel]`. */
export type Attention = {
  readonly query: Linear;
  readonly key: Linear;
  readonly value: Linear;
  readonly output: Linear;
};

export interface AttentionInit extends LinearOptions {
  /** Deviation of the output's first weights (default: `std`). */
  outputStd?: number;
  /** Features of what is looked at (default: dModel). */
  dMemory?: number;
}

export interface AttentionOptions {
  /** dModel is a multiple of it. */
  heads: number;
  /** Whether each position sees only itself and those before it. */
  causal?: boolean;
  /** What is looked at, `[batch, key, dMemory]` (default: x itself). Another one makes it cross-attention. */
  memory?: Tensor;
  /** 1 for keys that may be seen, 0 for the others, `[batch, key]`. A query that sees none of them gets 0. */
  keyMask?: Tensor;
  /** Added to the scores, of a shape that broadcasts to `[batch, head, query, key]`. */
  bias?: Tensor;
  /** Turns queries and keys, `[batch, head, pos, dHead]`: rotary positions. */
  turn?: (x: Tensor4D) => Tensor4D;
  /** Is shown `weights [batch, head, query, key]`, and `heads [batch, head, query, dHead]`: what each head adds up. */
  hook?: Hook;
}

/** Weights of attention among vectors of dModel numbers. */
export function initAttention(dModel: number, { dMemory = dModel, outputStd, ...options }: AttentionInit): Attention {
  const outputOptions = outputStd === undefined ? options : { ...options, std: outputStd };
  return {
    query: initLinear([dModel, dModel], options),
    key: initLinear([dMemory, dModel], options),
    value: initLinear([dMemory, dModel], options),
    output: initLinear([dModel, dModel], outputOptions),
  };
}

/** How many numbers they are. */
export function countAttention(dModel: number, { dMemory = dModel, bias = true } = {}): number {
  return 2 * countLinear([dModel, dModel], { bias }) + 2 * countLinear([dMemory, dModel], { bias });
}

/** x `[batch, query, dModel]` → `[batch, query, dModel]`. */
export function attention(params: Attention, x: Tensor, options: AttentionOptions): Tensor {
  const { heads, causal = false, memory = x, turn = (each) => each } = options;
  check(x.rank === 3, "attention x", "[batch, query, dModel]", `[${x.shape.join(", ")}]`);
  const q = turn(splitHeads(linear(params.query, x), heads));
  const k = turn(splitHeads(linear(params.key, memory), heads));
  const v = splitHeads(linear(params.value, memory), heads);
  // the usual case has a kernel of its own, which keeps its weights to itself
  const plain = causal && !options.memory && !options.keyMask && !options.bias && !options.hook;
  const mixed = plain ? causalAttention({ q, k, v }) : attend({ q, k, v }, options);
  return linear(params.output, joinHeads(mixed));
}

/** softmax(q kᵀ / √dHead + bias) v over what may be seen: q `[batch, head, query, dHead]`, k and v `[batch, head, key, dHead]`. */
export function attend(
  { q, k, v }: { q: Tensor4D; k: Tensor4D; v: Tensor4D },
  { causal = false, keyMask, bias, hook }: Omit<AttentionOptions, "heads" | "memory" | "turn"> = {},
): Tensor4D {
  const scores = mul(matMul(q, k, false, true), 1 / Math.sqrt(q.shape[3]));
  const biased = bias ? add(scores, bias) : scores;
  const seen = visible([q.shape[2], k.shape[2]], { causal, keyMask });
  // what may not be seen has no weight at all, also where nothing is seen and all weights were alike
  const weights = seen ? mul(softmax(where(seen.toBool(), biased, lowest)), seen) : softmax(biased);
  return touch(hook, "heads", matMul(touch(hook, "weights", weights), v)) as Tensor4D;
}

/** Less than any score, and finite: the lowest minus itself is no NaN. */
const lowest = -3e38;

/** 1 where a query may see a key, else 0, of a shape that broadcasts; undefined where all see all. */
function visible(
  [queries, keys]: readonly [number, number],
  { causal, keyMask }: Pick<AttentionOptions, "causal" | "keyMask">,
): Tensor | undefined {
  const mask = keyMask?.toFloat().reshape([keyMask.shape[0]!, 1, 1, keyMask.shape[1]!]);
  if (!causal) return mask;
  check(queries === keys, "attention memory", `${queries} keys, as many as queries, where it is causal`, keys);
  const past = Float32Array.from({ length: queries * keys }, (_, i) => Number(i % keys <= Math.floor(i / keys)));
  const triangle = tensor(past, [queries, keys]);
  return mask ? mul(mask, triangle) : triangle;
}

/** `[batch, pos, dModel]` → `[batch, head, pos, dHead]`. */
export function splitHeads(x: Tensor, heads: number): Tensor4D {
  const [batch, positions, dModel] = x.shape as [number, number, number];
  check(dModel % heads === 0, "attention heads", `a divisor of dModel = ${dModel}`, heads);
  return x.reshape([batch, positions, heads, dModel / heads]).transpose([0, 2, 1, 3]);
}

/** `[batch, head, pos, dHead]` → `[batch, pos, dModel]`. */
export function joinHeads(x: Tensor4D): Tensor {
  const [batch, heads, positions, dHead] = x.shape;
  return x.transpose([0, 2, 1, 3]).reshape([batch, positions, heads * dHead]);
}
