/** The parts of tfjs' wasm backend that are used here, some of which its types hide. */
import { getKernel } from "@tensorflow/tfjs";
import type { DataType, KernelFunc, NamedAttrMap, TensorInfo } from "@tensorflow/tfjs";
import type { BackendWasm } from "@tensorflow/tfjs-backend-wasm";

export const wasmName = "wasm";

/** What a kernel is called with, its backend known to be wasm. */
export interface WasmCall<Inputs, Attributes = object> {
  /** tfjs' types say of each that it may be missing. */
  inputs: { [Name in keyof Inputs]: NonNullable<Inputs[Name]> };
  attrs: Attributes;
  backend: WasmBackend;
}

export type WasmBackend = Pick<
  BackendWasm,
  "dataIdMap" | "readSync" | "write" | "disposeData" | "typedArrayFromHeap"
> & {
  /** The next number by which the C++ side knows a tensor. */
  dataIdNextNumber: number;
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
  wasm: {
    cwrap(name: string, result: null, types: readonly string[]): (...args: never) => void;
    tfjs: {
      /** Let the C++ side know `size` elements at `memoryOffset`, in bytes, by the number `id`. */
      registerTensor(id: number, size: number, memoryOffset: number): void;
      /** Forget a number, and all that was made for it; the memory stays. */
      disposeData(id: number): void;
    };
  };
};

/** Runs kernels of the backend inside another one, and gives back what they made in between. */
export class Steps {
  readonly #made: TensorInfo[] = [];
  readonly #backend: WasmBackend;

  constructor(backend: WasmBackend) {
    this.#backend = backend;
  }

  /** The result of kernel `name`, which is this object's to dispose. */
  run(name: string, inputs: Record<string, TensorInfo>, attrs: object): TensorInfo {
    const { kernelFunc } = getKernel(name, wasmName);
    const call = { inputs, attrs: attrs as NamedAttrMap, backend: this.#backend } as Parameters<KernelFunc>[0];
    const result = kernelFunc(call) as TensorInfo;
    this.#made.push(result);
    return result;
  }

  /** The result is the caller's. */
  keep(result: TensorInfo): TensorInfo {
    this.#made.splice(this.#made.indexOf(result), 1);
    return result;
  }

  [Symbol.dispose](): void {
    for (const { dataId } of this.#made) this.#backend.disposeData(dataId);
  }
}

/** The same data with other axes: `shape` has as many elements. */
export function reshaped({ dataId, dtype }: TensorInfo, shape: number[]): TensorInfo {
  return { dataId, shape, dtype };
}
