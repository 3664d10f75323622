/**
 * Puts one operator in the place of x · sigmoid(α x), which is GELU's usual approximation and Swish, and the derivative's in the place
 * of its gradient as tfjs' tape makes it.
 */
import { Datum } from "../datum.ts";
import type { Recorded } from "../datum.ts";
import { addQuickGelu, addQuickGeluSlope } from "../fused/quick-gelu-graph.ts";
import type { Plan } from "../plan.ts";
import { sizeOf } from "../shapes.ts";
import { assumptionsOf, neededFor, recorded, sum } from "./rewrite.ts";
import type { Rewritten } from "./rewrite.ts";
import { operations } from "./sample.ts";

interface Gelu {
  x: Datum;
  alpha: number;
  /** What alpha was read from. */
  constants: Datum[];
  sigmoid: Datum;
  y: Datum;
}

/** The gradient of x, with the sum of `others` added to it. */
interface Gradient {
  dy: Datum;
  dx: Datum;
  others: Datum[];
  constants: Datum[];
}

/** The plan's kernels, with each x · sigmoid(α x) replaced whose sigmoid nobody else needs. The results are equal up to rounding. */
export function fuseGelus({
  kernels: planned,
  leaves,
  results,
}: Pick<Plan, "leaves" | "results"> & Kernels): Rewritten {
  let kernels = planned;
  const constants = new Set<Datum>();
  for (const kernel of planned) {
    const gelu = geluOf(kernel);
    const start = kernels.indexOf(kernel);
    if (!gelu || start < 0) continue;
    const gradient = findGradient(kernels.slice(start + 1), gelu);
    const replaced = neededFor(results, replace(kernels, gelu, gradient));
    if (replaced.some(({ outputs }) => outputs[0] === gelu.sigmoid)) continue;
    kernels = replaced;
    for (const each of [...gelu.constants, ...(gradient?.constants ?? [])]) constants.add(each);
  }
  return { kernels, assumptions: assumptionsOf(constants, leaves) };
}
interface Kernels {
  kernels: readonly Recorded[];
}

function geluOf({ key, inputs, outputs }: Recorded): Gelu | undefined {
  if (key !== "Mul") return undefined;
  const [y] = outputs as [Datum];
  for (const [sigmoid, x] of [inputs, inputs.toReversed()] as [Datum, Datum][]) {
    if (sigmoid.producer?.key !== "Sigmoid" || sizeOf(y.shape) < 2) continue;
    const [z] = sigmoid.producer.inputs as [Datum];
    const factor = z === x ? undefined : factorOf(z, x);
    if ((z !== x && !factor) || [sigmoid, x, z].some((each) => sizeOf(each.shape) !== sizeOf(y.shape))) continue;
    return { x, y, sigmoid, alpha: factor ? Number(factor.values![0]) : 1, constants: factor ? [factor] : [] };
  }
  return undefined;
}

/** What x was multiplied by to make z, if that is a number that is known. */
function factorOf({ producer }: Datum, x: Datum): Datum | undefined {
  if (producer?.key !== "Mul" || !producer.inputs.includes(x)) return undefined;
  const factor = producer.inputs.find((input) => input !== x);
  return factor && isConstant(factor) && Number.isFinite(factor.values![0]) ? factor : undefined;
}

const isConstant = ({ producer, dtype, shape, values }: Datum): boolean =>
  !producer && dtype === "float32" && sizeOf(shape) === 1 && values !== undefined;

/** What x, dy and the rest are instead, to see what is made of them. */
const samples = 12;
function sample(seed: number): Float64Array {
  return Float64Array.from({ length: samples }, (_, i) => 3 * Math.sin(12.989_8 * (i + 1) + 78.233 * seed));
}

function findGradient(kernels: readonly Recorded[], gelu: Gelu): Gradient | undefined {
  const met = new Set<Datum>();
  for (const { key, inputs } of kernels) {
    if (key !== "Mul") continue;
    for (const [known, other] of [inputs, inputs.toReversed()] as [Datum, Datum][])
      if ((known === gelu.sigmoid || known === gelu.x) && other !== gelu.sigmoid && other !== gelu.x) met.add(other);
  }
  for (const dy of met) {
    const gradient = sizeOf(dy.shape) === sizeOf(gelu.y.shape) ? gradientOf(kernels, gelu, dy) : undefined;
    if (gradient) return gradient;
  }
  return undefined;
}

interface Value {
  numbers: Float64Array;
  from: ReadonlySet<Datum>;
}

function gradientOf(kernels: readonly Recorded[], { x, alpha, sigmoid, y }: Gelu, dy: Datum): Gradient | undefined {
  const size = sizeOf(y.shape);
  const shares = sample(0).map((each) => 1 / (1 + Math.exp(-alpha * each)));
  const values = new Map<Datum, Value>([
    [x, { numbers: sample(0), from: new Set([x]) }],
    [sigmoid, { numbers: shares, from: new Set([x]) }],
    [dy, { numbers: sample(1), from: new Set([dy]) }],
  ]);
  const slopes = sample(0).map((each, i) => shares[i]! * (1 + alpha * each * (1 - shares[i]!)));
  const others = new Set<Datum>();
  const valueOf = (datum: Datum, isSum: boolean): Value | undefined => {
    const known = values.get(datum);
    if (known) return known;
    if (isConstant(datum))
      return { numbers: new Float64Array(samples).fill(Number(datum.values![0])), from: new Set([datum]) };
    if (!isSum || datum.dtype !== "float32" || sizeOf(datum.shape) !== size) return undefined;
    // what else flows into x may be anything
    others.add(datum);
    values.set(datum, { numbers: sample(1 + others.size), from: new Set([datum]) });
    return values.get(datum);
  };
  for (const { key, inputs, outputs } of kernels) {
    const [output] = outputs as [Datum];
    const operation = operations[key];
    if (!operation || values.has(output) || sizeOf(output.shape) !== size) continue;
    if (!inputs.some((input) => values.has(input))) continue;
    const isSum = key === "Add" && inputs.some((input) => values.get(input)?.from.has(dy));
    const known = inputs.map((input) => valueOf(input, isSum));
    if (!known.every((each) => each !== undefined)) continue;
    const [a, b] = known as [Value, Value?];
    const numbers = a.numbers.map((each, i) => operation(each, b ? b.numbers[i]! : NaN));
    const from = new Set(known.flatMap((each) => [...each.from]));
    values.set(output, { numbers, from });
    const added = [...others].filter((each) => from.has(each));
    const isGradient = numbers.every((each, i) => {
      const expected = added.reduce(
        (total, other) => total + values.get(other)!.numbers[i]!,
        sample(1)[i]! * slopes[i]!,
      );
      return Math.abs(each - expected) <= 1e-6;
    });
    if (from.has(dy) && from.has(x) && isGradient)
      return { dy, dx: output, others: added, constants: [...from].filter(isConstant) };
  }
  return undefined;
}

function replace(kernels: readonly Recorded[], { x, y, alpha }: Gelu, gradient: Gradient | undefined): Recorded[] {
  const { shape } = y;
  const forward = recorded({
    inputs: [x],
    shapes: [shape],
    outputs: [y],
    build: (graph, [x]) => addQuickGelu(graph, x!, alpha),
  });
  const instead = new Map<Datum, Recorded[]>([[y, [forward]]]);
  if (gradient) {
    const { dy, dx, others } = gradient;
    const own = others.length === 0 ? dx : new Datum(dx.shape, "float32");
    const backward = recorded({
      inputs: [dy, x],
      shapes: [dx.shape, dx.shape],
      outputs: [own],
      build: (graph, [dy, x]) => graph.op("Mul", [addQuickGeluSlope(graph, x!, alpha), dy!]),
    });
    instead.set(dx, own === dx ? [backward] : [backward, sum([own, ...others], dx)]);
  }
  return kernels.flatMap((kernel) => instead.get(kernel.outputs[0]!) ?? [kernel]);
}
