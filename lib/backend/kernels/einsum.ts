/** Sums of products along named axes. */
import { backend_util } from "@tensorflow/tfjs";
import type { EinsumAttrs, Tensor, TensorInfo } from "@tensorflow/tfjs";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";

export const einsum: KernelTable = {
  Einsum: kernel<TensorInfo[], EinsumAttrs>((inputs, { equation }, backend) => {
    const tensors = Object.values(inputs);
    const [{ dtype }] = tensors as [TensorInfo];
    if (dtype === "bool" || tensors.some((each) => each.dtype !== dtype)) return undefined;
    const { allDims, idDims } = backend_util.decodeEinsumEquation(equation, tensors.length);
    backend_util.checkEinsumDimSizes(allDims.length, idDims, tensors as Tensor[]);
    const lengthOf = new Map(
      tensors.flatMap(({ shape }, i) => idDims[i]!.map((id, axis) => [id, shape[axis]!] as const)),
    );
    const result = [...equation.replaceAll(" ", "").split("->")[1]!];
    const shape = result.map((name) => lengthOf.get(allDims.indexOf(name))!);
    // the sizes of all axes, whether they are summed or kept
    const work = [...lengthOf.values()].reduce((product, length) => product * length, 1);
    return record(
      backend,
      `Einsum ${equation}`,
      tensors,
      { shape, dtype },
      (graph, names) => graph.op("Einsum", names, { equation }),
      { work },
    );
  }),
};
