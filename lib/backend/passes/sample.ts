/**
 * Recorded kernels computed in float64 on a few rows, to see what a part of a graph computes. Covers the arithmetic that normalisations
 * and their gradients are made of; anything else is unknown.
 */
import type { Datum, Recorded } from "../datum.ts";
import { sameShape, sizeOf } from "../shapes.ts";

/** The tensors of interest are seen as `[rows, features]`, however many axes the rows have. */
export interface Grid {
  rows: number;
  features: number;
}

/** A number for each place of the grid, each row, each feature, or all. */
export type Kind = "full" | "row" | "feature" | "one";

export interface Value {
  kind: Kind;
  /** `[sampleRows, features]`, spread if there are fewer. */
  numbers: Float64Array;
  /** The variables and constants that it is computed from. */
  from: ReadonlySet<Datum>;
}

/** The rows' magnitudes. Small ones, so that a constant that is added to a variance is seen. */
const scales = [1, 1e-3, 1e-6];
export const sampleRows = scales.length;

/** As which a tensor of this shape takes part, given that there are at least two rows and two features. */
export function kindOf(shape: readonly number[], { rows, features }: Grid): Kind | undefined {
  const size = sizeOf(shape);
  const last = shape.at(-1) ?? 1;
  if (size === 1) return "one";
  if (last === features && size === features) return "feature";
  if (last === 1 && size === rows) return "row";
  return last === features && size === rows * features ? "full" : undefined;
}

/** Whether this value may be seen in this shape; a number for each row also without the axis of length 1 at the end. */
export function fits({ kind }: Value, shape: readonly number[], grid: Grid): boolean {
  return kindOf(shape, grid) === kind || (kind === "row" && sizeOf(shape) === grid.rows);
}

export interface VariableOptions {
  kind: "full" | "feature";
  features: number;
  /** Two with different seeds are different. */
  seed: number;
  /** Whether its rows have different magnitudes. */
  scaled?: boolean;
}

/** Numbers as good as arbitrary for a tensor that may have any: an equation that holds for them holds for all. */
export function variable(datum: Datum, { kind, features, seed, scaled = false }: VariableOptions): Value {
  const numbers = new Float64Array(sampleRows * features);
  for (let i = 0; i < numbers.length; i++) {
    const position = kind === "full" ? i : i % features;
    const irregular = 43_758.545_3 * Math.sin(12.989_8 * (position + 1) + 78.233 * (seed + 1));
    const scale = scaled ? scales[Math.floor(i / features)]! : 1;
    numbers[i] = scale * (2 * (irregular - Math.floor(irregular)) - 0.7);
  }
  return { kind, numbers, from: new Set([datum]) };
}

/** A single number that is there already. */
export function constant(datum: Datum, features: number): Value | undefined {
  const { values, dtype } = datum;
  if (datum.producer || dtype !== "float32" || sizeOf(datum.shape) !== 1 || !values) return undefined;
  return {
    kind: "one",
    numbers: new Float64Array(sampleRows * features).fill(Number(values[0])),
    from: new Set([datum]),
  };
}

/** What a kernel makes of these inputs. Undefined if it is none of those known here, or the shapes do not fit the grid. */
export function evaluate(kernel: Recorded, inputs: readonly Value[], grid: Grid): Value | undefined {
  const [output] = kernel.outputs;
  const [name, axes] = kernel.key.split(" ") as [string, string?];
  if (kernel.outputs.length !== 1 || output!.dtype !== "float32") return undefined;
  const from = new Set(inputs.flatMap((input) => [...input.from]));
  if (name === "Mean" || name === "Sum") {
    const reduced = reduce(name, inputs[0]!, { axes: axes!, rank: kernel.shapes[0]!.length, features: grid.features });
    return reduced && { ...reduced, from };
  }
  if (name === "Tile") {
    const isSpread =
      kindOf(kernel.shapes[0]!, grid) === inputs[0]!.kind && isSpreadOf(kernel.shapes[0]!, output!.shape);
    const kind = kindOf(output!.shape, grid);
    return isSpread && kind !== undefined ? { kind, numbers: inputs[0]!.numbers, from } : undefined;
  }
  const operation = operations[name];
  const kind = outputKind(kernel, inputs, grid);
  if (!operation || kind === undefined) return undefined;
  const numbers = new Float64Array(sampleRows * grid.features);
  const [a, b] = inputs.map((input) => input.numbers);
  for (let i = 0; i < numbers.length; i++) numbers[i] = operation(a![i]!, b ? b[i]! : NaN);
  return { kind, numbers, from };
}

/** Whether a tensor was repeated along axes of length 1 only. */
function isSpreadOf(from: readonly number[], to: readonly number[]): boolean {
  return from.length === to.length && from.every((length, axis) => length === 1 || length === to[axis]);
}

export const operations: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Div: (a, b) => a / b,
  Mul: (a, b) => a * b,
  Neg: (a) => -a,
  Pow: (a, b) => a ** b,
  Reciprocal: (a) => 1 / a,
  Rsqrt: (a) => 1 / Math.sqrt(a),
  Sqrt: (a) => Math.sqrt(a),
  Square: (a) => a * a,
  SquaredDifference: (a, b) => (a - b) ** 2,
  Sub: (a, b) => a - b,
};

/** Of an operation number by number. Subtle: that sizes agree is enough for rows to meet their own, see `kindOf`. */
function outputKind({ shapes, outputs }: Recorded, inputs: readonly Value[], grid: Grid): Kind | undefined {
  const kinds = inputs.map(({ kind }) => kind);
  const rows = shapes.filter((_, i) => kinds[i] === "row");
  if (rows.length > 0 && kinds.every((kind) => kind === "row" || kind === "one"))
    return rows.every((shape) => sameShape(shape, outputs[0]!.shape)) ? "row" : undefined;
  if (kinds.some((kind, i) => kind !== kindOf(shapes[i]!, grid))) return undefined;
  const isFull = kinds.includes("full") || kinds.includes("row");
  const kind = isFull ? "full" : (kinds.find((each) => each !== "one") ?? "one");
  return kind === kindOf(outputs[0]!.shape, grid) ? kind : undefined;
}

interface Reduction {
  axes: string;
  rank: number;
  features: number;
}

function reduce(
  name: "Mean" | "Sum",
  { kind, numbers }: Value,
  { axes, rank, features }: Reduction,
): Omit<Value, "from"> | undefined {
  if (kind !== "full") return undefined;
  const leading = Array.from({ length: rank - 1 }, (_, axis) => axis).join();
  if (axes === String(rank - 1)) return { kind: "row", numbers: alongRows(numbers, features, name === "Mean") };
  return axes === leading && name === "Sum" ? { kind: "feature", numbers: overRows(numbers, features) } : undefined;
}

function alongRows(numbers: Float64Array, features: number, isMean: boolean): Float64Array {
  const result = new Float64Array(numbers.length);
  for (let start = 0; start < numbers.length; start += features) {
    let sum = 0;
    for (let i = start; i < start + features; i++) sum += numbers[i]!;
    result.fill(isMean ? sum / features : sum, start, start + features);
  }
  return result;
}

export function overRows(numbers: Float64Array, features: number): Float64Array {
  const result = new Float64Array(numbers.length);
  for (let i = 0; i < numbers.length; i++) result[i % features]! += numbers[i]!;
  for (let i = features; i < numbers.length; i++) result[i] = result[i - features]!;
  return result;
}

/** Whether two are equal, but for what rounding to float32 may do to constants. */
export function sameNumbers(a: Float64Array, b: Float64Array, features: number): boolean {
  for (let start = 0; start < a.length; start += features) {
    let [largest, difference] = [0, 0];
    for (let i = start; i < start + features; i++) {
      largest = Math.max(largest, Math.abs(b[i]!));
      // subtle: NaN stays
      difference = Math.max(difference, Math.abs(a[i]! - b[i]!));
    }
    if (!(difference <= 1e-5 * largest)) return false;
  }
  return true;
}
