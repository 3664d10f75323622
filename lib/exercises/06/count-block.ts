/** Exercise 6.5: what a block weighs and costs. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";
import { product, transposed } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";

export interface BlockSizes {
  dModel: number;
  dMlp: number;
  /** Tokens of the text; every query looks at every key. */
  length: number;
}

/** What the student writes: matrices only, no biases, no norms; softmax costs nothing here. */
export type CountBlock = (sizes: BlockSizes) => { parameters: number; multiplications: number };

/** Random sizes against a run that counts. */
export function checkCountBlock(countBlock: CountBlock, options?: CheckOptions): Feedback {
  return judge((die) => {
    const sizes = { dModel: 2 + die.int(6), dMlp: 9 + die.int(9), length: 3 + die.int(6) };
    const { dModel: d, dMlp: m, length: L } = sizes;
    const got = written(countBlock({ ...sizes }));
    const right = run(sizes);
    const at = `dModel ${d}, dMlp ${m}, ${L} tokens`;
    if (got.parameters === right.parameters - d * d)
      return `${at}: ${d} × ${d} parameters are missing. Is the output projection counted, which mixes the heads?`;
    if (got.parameters !== right.parameters)
      return `${at}: ${right.parameters} parameters are expected, got ${got.parameters}. Four matrices of attention, two of feed-forward.`;
    const looking = 2 * L * L * d;
    if (got.multiplications === right.multiplications - looking)
      return `${at}: each token goes through the matrices, and then? Scores and their use with V are missing.`;
    if (got.multiplications === right.multiplications - looking + 2 * L * d)
      return `${at}: each of ${L} queries looks at ${L} keys: the table of scores is L × L, not L.`;
    if (got.multiplications === right.multiplications - looking / 2)
      return `${at}: the table of scores is used twice: once made of Q and K, once multiplied with V.`;
    if (got.multiplications !== right.multiplications)
      return `${at}: ${right.multiplications} multiplications are expected, got ${got.multiplications}.`;
    return undefined;
  }, options);
}

/** A block that runs, and counts while it does. */
function run({ dModel, dMlp, length }: BlockSizes): { parameters: number; multiplications: number } {
  const counts = { parameters: 0, multiplications: 0 };
  const times = (a: Matrix, b: Matrix): Matrix => {
    counts.multiplications += a.length * b.length * b[0]!.length;
    return product(a, b);
  };
  const layer = (x: Matrix, to: number): Matrix => {
    counts.parameters += x[0]!.length * to;
    return times(x, ones(x[0]!.length, to));
  };
  const x = ones(length, dModel);
  const [q, k, v] = [layer(x, dModel), layer(x, dModel), layer(x, dModel)];
  layer(layer(layer(times(times(q, transposed(k)), v), dModel), dMlp), dModel);
  return counts;
}

function ones(rows: number, columns: number): Matrix {
  return Array.from({ length: rows }, () => Array.from({ length: columns }, () => 1));
}
