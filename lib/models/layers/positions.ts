/**
 * Where a token stands. Attention sees a set; one of these makes it a sequence:
 * - learned: a vector for each position is added, found in training like the rest (an `embed` of the position);
 * - sinusoidal: the same, but waves computed once (Vaswani et al. 2017, section 3.5);
 * - rotary: queries and keys are turned by angles that grow with the position (Su et al. 2021, "RoFormer");
 * - ALiBi: a score loses in proportion to the distance (Press et al. 2022, "Train Short, Test Long", section 3).
 */
import { add, matMul, mul, tensor, tensor2d, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { alibiSlopes } from "../../backend/index.ts";
import { check, checkInteger } from "../../core/index.ts";

/** `[pos, dModel]`: sin(pos / base^(2i / dModel)) in column 2i, the cosine of it in column 2i + 1. */
export function sinusoidalPositions([positions, dModel]: readonly [number, number], { base = 10_000 } = {}): Tensor {
  checkInteger(positions, "sinusoidalPositions positions");
  checkInteger(dModel, "sinusoidalPositions dModel", { min: 1 });
  const numbers = Float32Array.from({ length: positions * dModel }, (_, at) => {
    const [position, column] = [Math.floor(at / dModel), at % dModel];
    const angle = position / base ** ((column - (column % 2)) / dModel);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
  return tensor(numbers, [positions, dModel]);
}

export interface RotaryOptions {
  /** The position of each row of x. */
  positions: readonly number[];
  /** Pair i turns by base^(−2i / dHead) radians for each position. */
  base?: number;
  /** Which two numbers are turned together: 2i and 2i + 1 (the paper), or i and i + dHead / 2. */
  pairs?: "adjacent" | "halves";
}

/**
 * Each pair of x `[..., pos, dHead]` turned like a hand of a clock: (a, b) → (a cos φ − b sin φ, a sin φ + b cos φ).
 * The product of a query and a key turned like this depends on how far apart they are, not on where they are.
 */
export function rotary<T extends Tensor>(x: T, options: RotaryOptions): T {
  return tidy(() => rotation(x.shape.at(-1)!, options)(x));
}

/** The same for several x of one kind: its tables are made once, in the `tidy` around the call. */
export function rotation(
  dHead: number,
  { positions, base = 10_000, pairs = "adjacent" }: RotaryOptions,
): <T extends Tensor>(x: T) => T {
  check(dHead % 2 === 0, "rotary x", "an even number of features", dHead);
  const pairOf = (column: number): number => (pairs === "adjacent" ? Math.floor(column / 2) : column % (dHead / 2));
  const angles = positions.flatMap((position) =>
    Array.from({ length: dHead }, (_, column) => position * base ** ((-2 * pairOf(column)) / dHead)),
  );
  const [cos, sin] = [Math.cos, Math.sin].map((wave) => tensor(angles.map(wave), [positions.length, dHead], "float32"));
  const quarterTurn = tensor2d(quarterTurnOf(dHead, pairs), [dHead, dHead]);
  return (x) => {
    const rows = x.shape.at(-2)!;
    check(positions.length === rows, "rotary positions", `${rows} positions, one for each row`, positions);
    const turned = matMul(x.reshape([x.size / dHead, dHead]), quarterTurn).reshape(x.shape);
    return add(mul(x, cos!), mul(turned, sin!));
  };
}

/** The matrix of (a, b) → (−b, a) for all pairs, `[dHead, dHead]`. */
function quarterTurnOf(dHead: number, pairs: "adjacent" | "halves"): Float32Array {
  const matrix = new Float32Array(dHead * dHead);
  for (let pair = 0; pair < dHead / 2; pair++) {
    const [a, b] = pairs === "adjacent" ? [2 * pair, 2 * pair + 1] : [pair, pair + dHead / 2];
    matrix[b * dHead + a] = -1;
    matrix[a * dHead + b] = 1;
  }
  return matrix;
}

/**
 * What is added to the scores of a query and a key, `[head, query, key]`: −slope · distance, another slope for each head.
 * Queries stand at `queries`, keys at 0 … keys − 1.
 */
export function alibi(heads: number, { queries, keys }: { queries: readonly number[]; keys: number }): Tensor {
  checkInteger(heads, "alibi heads", { min: 1 });
  const numbers = alibiSlopes(heads).flatMap((slope) =>
    queries.flatMap((query) => Array.from({ length: keys }, (_, key) => -slope * Math.abs(query - key))),
  );
  return tensor(numbers, [heads, queries.length, keys], "float32");
}
