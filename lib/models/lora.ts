/**
 * LoRA: a large matrix is left as it is, and a small difference of low rank is learned.
 *
 *     W′ = W + (α / rank) · A · B        A [in, rank] normal, B [rank, out] starts at 0
 *
 * The paper writes the difference as B·A and multiplies from the left; ours is the transposed, as our layers are.
 * Any model takes part: the adapters make another tree of the same form, and what is not adapted is shared with it. Here
 * the sum is formed, in every pass; for large models x·A·B is added to x·W instead, which is the same number.
 *
 * Reference: Hu et al. 2021, "LoRA: Low-Rank Adaptation of Large Language Models", section 4.1.
 */
import { add, matMul, mul, tidy, zeros } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { normal } from "./initializers.ts";
import { mapParams, namedParams } from "./params.ts";
import type { Params } from "./params.ts";

export interface LoraConfig {
  rank: number;
  /** The difference counts α / rank (default: rank, so that it counts once). */
  alpha?: number;
  /** Whether the matrix of this name is adapted, as `blocks.0.attention.query.weight` (default: all queries and values). */
  targets?: (name: string) => boolean;
}

/** A and B of each matrix, by its name with / for the dots: `blocks/0/attention/query/weight`. */
export type LoraParams = { readonly [name: string]: { readonly a: Tensor; readonly b: Tensor } };

export interface Lora<P extends Params> {
  /** The names of the adapted matrices. */
  readonly targets: readonly string[];
  /** How many numbers the adapters have. */
  readonly parameterCount: number;
  /** Adapters that change nothing yet: B is 0. */
  init(options: { rng: Rng }): LoraParams;
  /**
   * The adapted tree, for `forward`: new tensors where a matrix is adapted, the base's own elsewhere. Call it inside the
   * loss, with adapters of variables, to train them; outside, to merge them for good.
   */
  apply(base: P, adapters: LoraParams): P;
}

/** Adapters for trees of the form of `like`, as a model's `init` gives. Throws if nothing is adapted, or no matrix. */
export function lora<P extends Params>(like: P, { rank, alpha = rank, targets }: LoraConfig): Lora<P> {
  checkInteger(rank, "lora rank", { min: 1 });
  checkNumber(alpha, "lora alpha");
  const wanted = targets ?? ((name: string) => /(query|value)\.weight$/u.test(name));
  const shapes = new Map<string, readonly [number, number]>();
  for (const [name, { shape }] of namedParams(like)) {
    if (!wanted(name)) continue;
    check(shape.length === 2, `lora ${name}`, "a matrix [in, out]", `[${shape.join(", ")}]`);
    shapes.set(name, shape as [number, number]);
  }
  check(shapes.size > 0, "lora targets", "at least one matrix of the model", "none");

  return Object.freeze({
    targets: [...shapes.keys()],
    parameterCount: [...shapes.values()].reduce((sum, [from, to]) => sum + rank * (from + to), 0),
    init({ rng }: { rng: Rng }): LoraParams {
      const adapters = [...shapes].map(([name, [from, to]]) => {
        const a = normal([from, rank], { rng, std: 1 / Math.sqrt(from) });
        return [keyOf(name), { a, b: zeros([rank, to]) }] as const;
      });
      return Object.fromEntries(adapters);
    },
    apply(base: P, adapters: LoraParams): P {
      return mapParams(base, (leaf, name) => {
        if (!shapes.has(name)) return leaf;
        const adapter = adapters[keyOf(name)];
        check(adapter !== undefined, "lora adapters", `an adapter of ${name}`, "none");
        return tidy(() => add(leaf, mul(matMul(adapter.a, adapter.b), alpha / rank)));
      });
    },
  });
}

function keyOf(name: string): string {
  return name.replaceAll(".", "/");
}
