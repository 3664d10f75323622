/** Exercise 6.3: attention for one token more, with a cache. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";
import { alike, drawn, product, softmaxRow, transposed } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";

/** What the student gets: weights `[dModel, dModel]`, a vector for each position, and the one way to multiply. */
export interface CacheTools {
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
  readonly positions: Matrix;
  /** a `[m, k]` times b `[k, n]`; multiplications are counted. */
  multiply(a: Matrix, b: Matrix): Matrix;
}

/** What the student writes: a function that takes one token's vector after the other, and gives what it hears. */
export type CachedAttention = (tools: CacheTools) => (token: number[]) => number[];

/** The same as recomputing everything, for at most 3 d² + 2 i d multiplications for token i. */
export function checkCachedAttention(cachedAttention: CachedAttention, options?: CheckOptions): Feedback {
  return judge((die) => {
    const [length, d] = [5 + die.int(3), 3 + die.int(3)];
    const matrix = (): Matrix => drawn(die, [d, d]);
    const weights = { query: matrix(), key: matrix(), value: matrix() };
    const [positions, tokens] = [drawn(die, [length, d]), drawn(die, [length, d])];
    let multiplications = 0;
    const multiply = (a: Matrix, b: Matrix): Matrix => {
      multiplications += a.length * b.length * b[0]!.length;
      return product(a, b);
    };
    const step = written(cachedAttention({ ...weights, positions, multiply }));
    for (const i of tokens.keys()) {
      multiplications = 0;
      const got = [written(step([...tokens[i]!]))];
      const heard = (placed: Matrix, keyed = placed): Matrix => lastHears(weights, { placed, keyed });
      const seen = tokens.slice(0, i + 1);
      const placed = seen.map((token, at) => plus(token, positions[at]!));
      if (!alike(got, heard(placed))) {
        if (alike(got, heard(seen.map((token) => plus(token, positions[0]!)))))
          return `Token ${i} is wrong: every token stands at place 0. How many tokens are in the cache already?`;
        if (alike(got, heard(placed, seen)))
          return `Token ${i} is wrong: its keys were made before the position was added.`;
        if (alike(got, heard(placed.slice(-1))))
          return `Token ${i} hears only itself: keys and values of earlier tokens must be kept.`;
        return `Token ${i} does not hear what it hears when everything is computed again. Scores are divided by √d.`;
      }
      const bound = 3 * d * d + 2 * (i + 1) * d;
      if (multiplications > bound)
        return `Right, but token ${i} cost ${multiplications} multiplications; ${bound} are enough. The cache grows: is it used?`;
      if (multiplications < d * d) return "Multiply with tools.multiply, or nothing can be counted.";
    }
    return undefined;
  }, options);
}

type Weights = Pick<CacheTools, "query" | "key" | "value">;

/** What the last token hears of all, itself included. */
function lastHears(weights: Weights, { placed, keyed }: { placed: Matrix; keyed: Matrix }): Matrix {
  const query = product(placed.slice(-1), weights.query);
  const scores = product(query, transposed(product(keyed, weights.key)));
  const shares = scores.map((row) => softmaxRow(row.map((score) => score / Math.sqrt(query[0]!.length))));
  return product(shares, product(placed, weights.value));
}

function plus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((x, i) => x + b[i]!);
}
