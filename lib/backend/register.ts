/** Makes tfjs know the backend: its kernels, and those of the cpu backend for the rest. */
// subtle: all of tfjs, because it registers the gradients and the cpu backend, which its core alone leaves out in Node
import {
  findBackend,
  findBackendFactory,
  getKernelsForBackend,
  registerBackend,
  registerKernel,
} from "@tensorflow/tfjs";
import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import { OnnxBackend } from "./backend.ts";
import { fallback } from "./fallback.ts";
import { replaceGradients } from "./gradients.ts";
import { fused } from "./fused/all.ts";
import type { Kernel, KernelTable } from "./kernel.ts";
import { kernels } from "./kernels/all.ts";
import { views } from "./kernels/views.ts";
import { isGraphType } from "./onnx/graph-types.ts";
import { adaptOptimizers } from "./optimizers.ts";
import { quietCpu } from "./quiet-cpu.ts";
import type { BackendReport } from "./report.ts";
import { closeScopesAfterStops } from "./stopped.ts";
import { assignWithoutGap } from "./variables.ts";

export const backendName = "onnx";

/** Kernels that answer every call themselves. */
const always: KernelTable = { ...views, ...fused };

/** Register the backend, once for the whole process. `threads`: for large graphs; a later call can change it. */
export function registerOnnxBackend({ threads }: { threads: number }): void {
  if (findBackendFactory(backendName)) {
    const backend = findBackend(backendName);
    if (backend instanceof OnnxBackend) backend.useThreads(threads);
    return;
  }
  quietCpu();
  for (const config of getKernelsForBackend("cpu")) {
    const { kernelName } = config;
    if (kernelName in always) continue;
    const kernel = kernels[kernelName];
    const onCpu = fallback(config);
    registerKernel({ kernelName, backendName, kernelFunc: (kernel ? guarded(kernel, onCpu) : onCpu) as KernelFunc });
  }
  for (const [kernelName, kernel] of Object.entries(always)) {
    const kernelFunc: KernelFunc = ({ inputs, attrs, backend }) => kernel(inputs, attrs, backend as OnnxBackend)!;
    registerKernel({ kernelName, backendName, kernelFunc });
  }
  replaceGradients();
  adaptOptimizers();
  assignWithoutGap();
  closeScopesAfterStops();
  registerBackend(backendName, () => new OnnxBackend({ threads }), 4);
}

/** What the backend did since it was started, or since `reset` was last asked for. Undefined if it was never started. */
export function backendReport({ reset = false } = {}): BackendReport | undefined {
  const backend = findBackend(backendName);
  if (!(backend instanceof OnnxBackend)) return undefined;
  const report = backend.statistics.report();
  if (reset) backend.statistics.reset();
  return report;
}

function guarded(kernel: Kernel, onCpu: ReturnType<typeof fallback>): ReturnType<typeof fallback> {
  return (call) => {
    for (const name in call.inputs) if (!isPlain(call.inputs[name] as TensorInfo | undefined)) return onCpu(call);
    return kernel(call.inputs, call.attrs, call.backend as OnnxBackend) ?? onCpu(call);
  };
}

/** What kernels expect; see `Kernel`. */
function isPlain(tensor: TensorInfo | undefined): boolean {
  return !tensor || (isGraphType(tensor.dtype) && !tensor.shape.includes(0));
}
