/** Kernels that the wasm backend lacks, run by the cpu backend: right, and slow. */
import type { BackendValues, KernelBackend, KernelConfig, KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import { quietCpu } from "../quiet-cpu.ts";
import type { WasmBackend } from "./runtime.ts";

type Inputs = Parameters<KernelFunc>[0]["inputs"];

/** The cpu backend's kernel, with inputs and results copied there and back. */
export function onCpu({ kernelFunc }: KernelConfig): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const wasm = backend as unknown as WasmBackend;
    const cpu = quietCpu<KernelBackend>();
    const copies: TensorInfo[] = [];
    const there = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => {
      const copy = { dataId: cpu.write(wasm.readSync(dataId), shape, dtype), shape, dtype };
      copies.push(copy);
      return copy;
    };
    const back = ({ dataId, shape, dtype }: TensorInfo): TensorInfo => {
      const values = cpu.readSync(dataId) as BackendValues;
      cpu.disposeData(dataId, true);
      return { dataId: wasm.write(values, shape, dtype), shape, dtype };
    };
    try {
      const results = kernelFunc({ inputs: copied(inputs, there), attrs, backend: cpu });
      return Array.isArray(results) ? results.map(back) : back(results);
    } finally {
      for (const { dataId } of copies) cpu.disposeData(dataId, true);
    }
  };
}

/** Kernels that take any number of tensors are given a list. */
function copied(inputs: Inputs, copy: (tensor: TensorInfo) => TensorInfo): Inputs {
  const entries = Object.entries(inputs).map(([name, tensor]) => [name, tensor && copy(tensor)] as const);
  return Array.isArray(inputs)
    ? (entries.map(([, tensor]) => tensor) as unknown as Inputs)
    : (Object.fromEntries(entries) as Inputs);
}
