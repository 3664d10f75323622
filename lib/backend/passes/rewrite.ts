/** What passes need to put other kernels in the place of recorded ones. */
import type { Build, Datum, Recorded } from "../datum.ts";
import { sizeOf } from "../shapes.ts";

/** The numbers of a leaf that a graph takes for granted: other numbers need another graph. */
export interface Assumption {
  /** Its place among the plan's leaves. */
  leaf: number;
  value: number;
}

export interface Rewritten {
  kernels: readonly Recorded[];
  assumptions: readonly Assumption[];
}

/** Of these constants, and whatever else is among them. */
export function assumptionsOf(constants: ReadonlySet<Datum>, leaves: readonly Datum[]): Assumption[] {
  return leaves.flatMap((datum, leaf) =>
    constants.has(datum) && sizeOf(datum.shape) === 1 ? [{ leaf, value: Number(datum.values![0]) }] : [],
  );
}

/** Adds up tensors of the same shape. */
export function sum(inputs: Datum[], output: Datum): Recorded {
  return recorded({
    inputs,
    shapes: inputs.map(() => output.shape),
    outputs: [output],
    build: (graph, names) => names.reduce((total, name) => graph.op("Add", [total, name])),
  });
}

export function recorded(made: Pick<Recorded, "inputs" | "shapes" | "outputs"> & { build: Build }): Recorded {
  const work = made.outputs.reduce((total, { shape }) => total + sizeOf(shape), 0);
  return { key: "", id: -1, work, takesBias: false, position: -1, ...made };
}

/** Those that results are made from. */
export function neededFor(results: readonly Datum[], kernels: readonly Recorded[]): Recorded[] {
  const needed = new Set<Datum>(results);
  const kept: Recorded[] = [];
  for (const kernel of kernels.toReversed()) {
    if (!kernel.outputs.some((output) => needed.has(output))) continue;
    kept.push(kernel);
    for (const input of kernel.inputs) needed.add(input);
  }
  return kept.toReversed();
}
