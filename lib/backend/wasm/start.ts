/**
 * tfjs' wasm backend with faster matrix products and with the kernels that it lacks, so that everything trains on it.
 *
 * What it leaves out: complex numbers, which the backend cannot hold.
 */
import { getKernel, getKernelsForBackend, registerKernel, setBackend, unregisterKernel } from "@tensorflow/tfjs";
import type { KernelConfig, KernelFunc, OneHotAttrs, TensorInfo } from "@tensorflow/tfjs";
import { convFilterGradient } from "./conv-filter.ts";
import { fastMatMul } from "./matmul.ts";
import { onCpu } from "./on-cpu.ts";
import { wasmName } from "./runtime.ts";
import type { WasmCall } from "./runtime.ts";
import { segmentSum } from "./segment-sum.ts";

/** Make wasm the backend of tfjs. Throws where it does not start. */
export async function startWasm(): Promise<void> {
  await import("@tensorflow/tfjs-backend-wasm");
  improveKernels();
  if (!(await withoutNewListeners(() => setBackend(wasmName)))) throw new Error("the wasm module does not start");
}

let isDone = false;

function improveKernels(): void {
  if (isDone) return;
  isDone = true;
  for (const config of getKernelsForBackend("cpu"))
    if (!getKernel(config.kernelName, wasmName) && !complexKernels.has(config.kernelName))
      registerKernel({ ...config, backendName: wasmName, kernelFunc: onCpu(config) });
  for (const [kernelName, change] of Object.entries(changes)) {
    const stock = getKernel(kernelName, wasmName);
    unregisterKernel(kernelName, wasmName);
    registerKernel({ ...stock, kernelFunc: change(stock, onCpu(getKernel(kernelName, "cpu"))) });
  }
}

const complexKernels = new Set(["Complex", "ComplexAbs", "FFT", "IFFT", "Imag", "Real"]);

/** A kernel from the one that it takes the place of and the cpu backend's. */
type Change = (stock: KernelConfig, cpu: KernelFunc) => KernelFunc;

/** tfjs' own are wrong: of pooling where a maximum is negative, of the rest nearly everywhere. */
const wrongGradients = [
  "Conv3DBackpropFilterV2",
  "Conv3DBackpropInputV2",
  "MaxPool3DGrad",
  "MaxPoolGrad",
  "ResizeNearestNeighborGrad",
];

const changes: Record<string, Change> = {
  ...Object.fromEntries(wrongGradients.map((name) => [name, (_: KernelConfig, cpu: KernelFunc) => cpu])),
  BatchMatMul: ({ kernelFunc }) => fastMatMul(kernelFunc as never) as unknown as KernelFunc,
  Conv2DBackpropFilter: (_, cpu) => when(areFloats, convFilterGradient, cpu),
  // tfjs' own writes int32 bits, whatever type was asked for
  OneHot: ({ kernelFunc }, cpu) =>
    when<WasmCall<object, OneHotAttrs>>(({ attrs }) => attrs.dtype === "int32", kernelFunc as never, cpu),
  UnsortedSegmentSum: (_, cpu) =>
    when(
      (call) => areFloats({ inputs: { x: call.inputs.x } }) && call.inputs.segmentIds.shape.length === 1,
      segmentSum,
      cpu,
    ),
};

function when<Call>(
  accepts: (call: Call) => boolean,
  run: (call: Call) => TensorInfo,
  otherwise: KernelFunc,
): KernelFunc {
  return (call) => (accepts(call as Call) ? run(call as Call) : otherwise(call));
}

function areFloats({ inputs }: { inputs: object }): boolean {
  return Object.values(inputs as Record<string, TensorInfo>).every(({ dtype }) => dtype === "float32");
}

/** Subtle: the wasm module answers errors of the whole process, those that are nobody's among them. */
async function withoutNewListeners<Result>(run: () => Promise<Result>): Promise<Result> {
  const events = ["uncaughtException", "unhandledRejection"];
  const before = events.map((event) => process.listeners(event as "exit"));
  try {
    return await run();
  } finally {
    events.forEach((event, i) => {
      for (const listener of process.listeners(event as "exit"))
        if (!before[i]!.includes(listener)) process.removeListener(event, listener);
    });
  }
}
