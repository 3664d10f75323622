/**
 * Finds layer normalisation in recorded kernels, however it was written, and its gradients as tfjs' tape makes them.
 *
 * No forms are listed. A tensor is a layer normalisation if it is computed from nothing but x, a gain, a bias and constants, and has
 * the numbers that the formula gives for arbitrary x, gain and bias; and so for the gradients.
 */
import type { Datum, Recorded } from "../datum.ts";
import { sizeOf } from "../shapes.ts";
import { constant, evaluate, fits, kindOf, overRows, sameNumbers, sampleRows, variable } from "./sample.ts";
import type { Grid, Value } from "./sample.ts";

export interface Normalisation {
  grid: Grid;
  x: Datum;
  gain: Datum;
  bias: Datum;
  epsilon: number;
  /** The result. */
  y: Datum;
  values: ReadonlyMap<Datum, Value>;
}

export interface Gradients {
  dy: Datum;
  /** The gradient of x, with the sum of `others` added to it. */
  dx?: { datum: Datum; others: Datum[] };
  dgain?: Datum;
  dbias?: Datum;
  /** What had to be known of their values for this. */
  constants: Set<Datum>;
}

/** So many kernels after the mean are looked at; moments, normalisation, gain and bias are about ten. */
const window = 24;
const mostFeatures = 8192;

/** The layer normalisation whose first kernel is this mean of its input, if it is one. */
export function findNormalisation(kernels: readonly Recorded[], start: number): Normalisation | undefined {
  const { key, inputs, shapes } = kernels[start]!;
  const [x, shape] = [inputs[0], shapes[0]];
  if (!key.startsWith("Mean ") || x!.dtype !== "float32" || shape!.length < 2) return undefined;
  const features = shape!.at(-1)!;
  const grid = { rows: sizeOf(shape!) / features, features };
  if (grid.rows < 2 || features < 2 || features > mostFeatures) return undefined;
  const values = new Map([[x!, variable(x!, { kind: "full", features, seed: 0, scaled: true })]]);
  const factors: Datum[] = [];
  const known = (datum: Datum, shape: readonly number[]): Value | undefined => {
    const kind = kindOf(shape, grid);
    if (!values.has(datum) && kind === "feature" && datum.dtype === "float32") {
      factors.push(datum);
      values.set(datum, variable(datum, { kind, features, seed: factors.length }));
    }
    const value = values.get(datum) ?? constant(datum, features);
    return value && fits(value, shape, grid) ? value : undefined;
  };
  for (const kernel of kernels.slice(start, start + window)) {
    if (!kernel.inputs.some((input) => values.get(input)?.from.has(x!))) continue;
    const inputs = kernel.inputs.map((input, i) => known(input, kernel.shapes[i]!));
    if (!inputs.every((input) => input !== undefined)) continue;
    const value = evaluate(kernel, inputs, grid);
    if (!value) continue;
    const y = kernel.outputs[0]!;
    values.set(y, value);
    const used = factors.filter((factor) => value.from.has(factor));
    if (value.kind !== "full" || used.length !== 2) continue;
    for (const [gain, bias] of [used, used.toReversed()] as [Datum, Datum][])
      for (const epsilon of epsilonsOf(value)) {
        const normalised = normalise(values.get(x!)!.numbers, { features, epsilon }).normalised;
        const expected = normalised.map(
          (each, i) => each * values.get(gain)!.numbers[i]! + values.get(bias)!.numbers[i]!,
        );
        if (sameNumbers(value.numbers, expected, features)) return { grid, x: x!, gain, bias, epsilon, y, values };
      }
  }
  return undefined;
}

/** Constants that may be the ε. Much smaller ones make no difference in float32, and could not be told from each other. */
function epsilonsOf({ from }: Value): number[] {
  const constants = [...from].filter((datum) => !datum.producer && sizeOf(datum.shape) === 1);
  return constants.map(({ values }) => Number(values![0])).filter((epsilon) => epsilon >= 1e-12 && epsilon < 1);
}

function normalise(
  x: Float64Array,
  { features, epsilon }: { features: number; epsilon: number },
): { normalised: Float64Array; scale: Float64Array } {
  const centred = minus(x, meanOfRows(x, features));
  const scale = meanOfRows(times(centred, centred), features).map((variance) => 1 / Math.sqrt(variance + epsilon));
  return { normalised: times(centred, scale), scale };
}

/** The gradients of a normalisation, in what comes after it. */
export function findGradients(kernels: readonly Recorded[], normalisation: Normalisation): Gradients | undefined {
  for (const dy of candidates(kernels, normalisation)) {
    const gradients = gradientsOf(kernels, normalisation, dy);
    if (gradients.dx || gradients.dgain) return gradients;
  }
  return undefined;
}

/** What may be the gradient of the result: whatever meets a value of the normalisation; first what meets the gain. */
function candidates(kernels: readonly Recorded[], { values, gain, grid }: Normalisation): Set<Datum> {
  const found: Datum[] = [];
  const first: Datum[] = [];
  for (const { inputs, shapes } of kernels) {
    if (inputs.length !== 2) continue;
    for (const i of [0, 1]) {
      const [met, other] = [inputs[i]!, inputs[1 - i]!];
      if (!values.has(met) || values.has(other) || kindOf(shapes[1 - i]!, grid) !== "full") continue;
      (met === gain ? first : found).push(other);
    }
  }
  return new Set([...first, ...found]);
}

function gradientsOf(kernels: readonly Recorded[], normalisation: Normalisation, dy: Datum): Gradients {
  const { grid, x } = normalisation;
  const { features } = grid;
  const incoming = variable(dy, { kind: "full", features, seed: 100 });
  const values = new Map(normalisation.values).set(dy, incoming);
  const expected = expectedGradients(normalisation, incoming.numbers);
  const gradients: Gradients = { dy, constants: new Set() };
  const others = new Set<Datum>();
  /** What else flows into x is added at some point, and may be anything. */
  const other = (datum: Datum, kernel: Recorded): Value | undefined => {
    const isSum = kernel.key === "Add" && kernel.inputs.some((input) => values.get(input)?.from.has(dy));
    if (!isSum || datum.dtype !== "float32") return undefined;
    others.add(datum);
    values.set(datum, variable(datum, { kind: "full", features, seed: 100 + others.size }));
    return values.get(datum);
  };
  for (const kernel of kernels) {
    if (gradients.dx && gradients.dgain && gradients.dbias) break;
    const output = kernel.outputs[0]!;
    const isOfInterest = sizeOf(output.shape) === 1 || kernel.inputs.some((input) => values.has(input));
    if (values.has(output) || !isOfInterest) continue;
    const inputs = kernel.inputs.map((input, i) => {
      const kind = kindOf(kernel.shapes[i]!, grid);
      const value =
        values.get(input) ?? constant(input, features) ?? (kind === "full" ? other(input, kernel) : undefined);
      return value && fits(value, kernel.shapes[i]!, grid) ? value : undefined;
    });
    if (!inputs.every((input) => input !== undefined)) continue;
    const value = evaluate(kernel, inputs, grid);
    if (!value) continue;
    values.set(output, value);
    if (!value.from.has(dy)) continue;
    const added = [...others].filter((each) => value.from.has(each));
    if (value.kind === "full" && value.from.has(x)) {
      if (gradients.dx) continue;
      const isDx = (others: Datum[]): boolean => {
        const own = others.reduce((rest, each) => minus(rest, values.get(each)!.numbers), value.numbers);
        return sameNumbers(own, expected.dx, features);
      };
      // dy itself is one of them where x is added to the result
      const all = [added, [...added, dy]].find(isDx);
      if (!all) continue;
      gradients.dx = { datum: output, others: all };
    } else if (value.kind === "feature" && added.length === 0) {
      if (!gradients.dgain && sameNumbers(value.numbers, expected.dgain, features)) gradients.dgain = output;
      else if (!gradients.dbias && sameNumbers(value.numbers, expected.dbias, features)) gradients.dbias = output;
      else continue;
    } else continue;
    for (const each of value.from) if (!each.producer && sizeOf(each.shape) === 1) gradients.constants.add(each);
  }
  return gradients;
}

function expectedGradients(
  { grid: { features }, x, gain, epsilon, values }: Normalisation,
  dy: Float64Array,
): Record<"dx" | "dgain" | "dbias", Float64Array> {
  const { normalised, scale } = normalise(values.get(x)!.numbers, { features, epsilon });
  const direct = times(dy, values.get(gain)!.numbers);
  const along = times(normalised, meanOfRows(times(direct, normalised), features));
  return {
    dx: times(scale, minus(minus(direct, meanOfRows(direct, features)), along)),
    dgain: overRows(times(dy, normalised), features),
    dbias: overRows(dy, features),
  };
}

function times(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((each, i) => each * b[i]!);
}

function minus(a: Float64Array, b: Float64Array): Float64Array {
  return a.map((each, i) => each - b[i]!);
}

function meanOfRows(numbers: Float64Array, features: number): Float64Array {
  const result = new Float64Array(numbers.length);
  for (let row = 0; row < sampleRows; row++) {
    const mean = numbers.subarray(row * features, (row + 1) * features).reduce((sum, each) => sum + each / features, 0);
    result.fill(mean, row * features, (row + 1) * features);
  }
  return result;
}
