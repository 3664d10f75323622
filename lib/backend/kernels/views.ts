/**
 * Kernels that look at the same numbers in another way. Unlike all others they are asked about tensors of any type, and
 * about empty ones.
 */
import { util } from "@tensorflow/tfjs";
import type {
  ComplexInputs,
  ExpandDimsAttrs,
  ExpandDimsInputs,
  ImagInputs,
  RealInputs,
  ReshapeAttrs,
  ReshapeInputs,
  TensorInfo,
  UnaryInputs,
} from "@tensorflow/tfjs";
import type { OnnxBackend } from "../backend.ts";
import { kernel, record } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";
import { sizeOf } from "../shapes.ts";

export const views: KernelTable = {
  Identity: kernel<UnaryInputs>(({ x }, _, backend) => backend.alias(x, x.shape)),
  Reshape: kernel<ReshapeInputs, ReshapeAttrs>(({ x }, { shape }, backend) => {
    const size = sizeOf(x.shape);
    const whole = util.inferFromImplicitShape(shape, size);
    util.assert(
      size === sizeOf(whole),
      () =>
        `The new shape (${whole}) has ${sizeOf(whole)} elements and the old shape (${x.shape}) has ${size} elements. ` +
        "The new shape and old shape must have the same number of elements.",
    );
    return backend.alias(x, whole);
  }),
  ExpandDims: kernel<ExpandDimsInputs, ExpandDimsAttrs>(({ input }, { dim }, backend) => {
    const axis = dim < 0 ? input.shape.length + dim + 1 : dim;
    util.assert(
      axis >= 0 && axis <= input.shape.length,
      () => `Axis must be in the interval [${-(input.shape.length + 1)}, ${input.shape.length}]`,
    );
    return backend.alias(input, input.shape.toSpliced(axis, 0, 1));
  }),
  Complex: kernel<ComplexInputs>(({ real, imag }, _, backend) => {
    const halves = [copy(backend, real), copy(backend, imag)] as const;
    const result = backend.complex(...halves);
    for (const { dataId } of halves) backend.disposeData(dataId);
    return result;
  }),
  Real: kernel<RealInputs>(({ input }, _, backend) => copy(backend, backend.datum(input.dataId).complex!.real)),
  Imag: kernel<ImagInputs>(({ input }, _, backend) => copy(backend, backend.datum(input.dataId).complex!.imag)),
};

/** tfjs does not know the data of the halves, so none of its tensors may share it: it would never see them disposed. */
function copy(backend: OnnxBackend, { dataId, shape, dtype }: TensorInfo): TensorInfo {
  if (shape.includes(0)) return { dataId: backend.write(new Float32Array(0), shape, dtype), shape, dtype };
  return record(backend, "Identity", [{ dataId, shape, dtype }], { shape, dtype }, (graph, [x]) =>
    graph.op("Identity", [x!]),
  );
}
