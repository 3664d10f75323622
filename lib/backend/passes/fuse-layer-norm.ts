/** Puts the fused operators in the place of a layer normalisation that was written as a formula, and of its gradients. */
import { Datum } from "../datum.ts";
import type { Recorded } from "../datum.ts";
import { addLayerNorm, addLayerNormGrad } from "../fused/layer-norm-graph.ts";
import type { GradientNames } from "../fused/layer-norm-graph.ts";
import type { Plan } from "../plan.ts";
import { findGradients, findNormalisation } from "./layer-norm-match.ts";
import { assumptionsOf, neededFor, recorded, sum } from "./rewrite.ts";
import type { Rewritten } from "./rewrite.ts";
import type { Gradients, Normalisation } from "./layer-norm-match.ts";

/**
 * The plan's kernels, with each layer normalisation replaced of which nothing is needed but its result, and perhaps its gradients. The
 * results are equal up to rounding.
 */
export function fuseLayerNorms({ kernels: planned, leaves, results }: Plan): Rewritten {
  let kernels: readonly Recorded[] = planned;
  const constants = new Set<Datum>();
  for (const mean of planned.filter(({ key }) => key.startsWith("Mean "))) {
    const start = kernels.indexOf(mean);
    const normalisation = start < 0 ? undefined : findNormalisation(kernels, start);
    if (!normalisation) continue;
    const { y, values } = normalisation;
    const end = kernels.findIndex(({ outputs }) => outputs[0] === y);
    const gradients = findGradients(kernels.slice(end + 1), normalisation);
    const replaced = neededFor(results, replace(kernels, normalisation, gradients));
    const inner = innerKernels(kernels.slice(start, end), normalisation);
    if (replaced.some((kernel) => inner.has(kernel))) continue;
    kernels = replaced;
    for (const each of [...values.get(y)!.from, ...(gradients?.constants ?? [])]) constants.add(each);
  }
  return { kernels, assumptions: assumptionsOf(constants, leaves) };
}

/** What is between x and y. */
function innerKernels(kernels: readonly Recorded[], { y }: Normalisation): Set<Recorded> {
  const inner = new Set<Recorded>();
  const visit = (datum: Datum): void => {
    const { producer } = datum;
    if (!producer || inner.has(producer) || !(kernels.includes(producer) || datum === y)) return;
    if (datum !== y) inner.add(producer);
    for (const input of producer.inputs) visit(input);
  };
  visit(y);
  return inner;
}

function replace(
  kernels: readonly Recorded[],
  { x, gain, bias, y, epsilon, grid }: Normalisation,
  gradients: Gradients | undefined,
): Recorded[] {
  const { shape } = y;
  const rows = [...shape.slice(0, -1), 1];
  const features = [grid.features];
  const [mean, scale] = [new Datum(rows, "float32"), new Datum(rows, "float32")];
  const forward = recorded({
    inputs: [x, gain, bias],
    shapes: [shape, features, features],
    outputs: [y, mean, scale],
    build: (graph, names) => addLayerNorm(graph, names, epsilon),
  });
  const instead = new Map<Datum, Recorded[]>([[y, [forward]]]);
  if (gradients) {
    const { dy, dx, dgain = new Datum(features, "float32"), dbias = new Datum(features, "float32") } = gradients;
    const own = dx && dx.others.length === 0 ? dx.datum : new Datum(shape, "float32");
    const outputs = [own, dgain, dbias];
    const backward = recorded({
      inputs: [dy, x, gain, mean, scale],
      shapes: [shape, shape, features, rows, rows],
      outputs,
      build: (graph, names) =>
        addLayerNormGrad(graph, names as GradientNames, shape).map((name, i) => graph.reshape(name, outputs[i]!.shape)),
    });
    for (const datum of [dx?.datum, gradients.dgain, gradients.dbias]) if (datum) instead.set(datum, []);
    // where the first of the three was, all that they are made from is there
    const first = kernels.find(({ outputs: [output] }) => output !== y && instead.has(output!))!;
    instead.get(first.outputs[0]!)!.push(backward);
    if (dx && own !== dx.datum) instead.get(dx.datum)!.push(sum([own, ...dx.others], dx.datum));
  }
  return kernels.flatMap((kernel) => instead.get(kernel.outputs[0]!) ?? [kernel]);
}
