/** Evenly spaced numbers, which depend on no tensor and so are written at once. */
import type { LinSpaceAttrs, RangeAttrs } from "@tensorflow/tfjs";
import { kernel } from "../kernel.ts";
import type { KernelTable } from "../kernel.ts";

/** Each number is the one before plus the step, with that rounding, as on the cpu backend. */
function stepped(values: Float32Array | Int32Array, start: number, step: number): Float32Array | Int32Array {
  values[0] = start;
  for (let i = 1; i < values.length; i++) values[i] = values[i - 1]! + step;
  return values;
}

export const sequences: KernelTable = {
  LinSpace: kernel<object, LinSpaceAttrs>((_, { start, stop, num }, backend) => {
    if (num < 1) return undefined;
    const values = stepped(new Float32Array(num), start, (stop - start) / (num - 1));
    return { dataId: backend.write(values, [num], "float32"), shape: [num], dtype: "float32" };
  }),
  Range: kernel<object, RangeAttrs>((_, { start, stop, step, dtype }, backend) => {
    if (dtype !== "float32" && dtype !== "int32") return undefined;
    const count = Math.abs(Math.ceil((stop - start) / step));
    // what is empty or wrong is the cpu backend's to say
    if (!(count > 0) || (start < stop && step < 0) || (stop < start && step > 1)) return undefined;
    const direction = stop < start && step === 1 ? -1 : step;
    const values = stepped(dtype === "float32" ? new Float32Array(count) : new Int32Array(count), start, direction);
    return { dataId: backend.write(values, [count], dtype), shape: [count], dtype };
  }),
};
