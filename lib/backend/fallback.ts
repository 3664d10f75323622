/** Kernels that the cpu backend runs for us: right, slow, and counted. */
import type {
  BackendValues,
  DataStorage,
  DataType,
  KernelBackend,
  KernelConfig,
  KernelFunc,
  TensorInfo,
} from "@tensorflow/tfjs";
import type { OnnxBackend } from "./backend.ts";
import { timed } from "./clock.ts";
import { arrayOf, isGraphType } from "./onnx/graph-types.ts";
import { quietCpu } from "./quiet-cpu.ts";

/** The part of tfjs' cpu backend that is used here. */
interface CpuBackend extends KernelBackend {
  data: DataStorage<{ values?: BackendValues; complexTensorInfos?: { real: TensorInfo; imag: TensorInfo } }>;
  makeTensorInfo(shape: number[], dtype: DataType): TensorInfo;
}

type Call = Parameters<KernelFunc>[0];
type Inputs = Call["inputs"];

/** The cpu backend's kernel, with inputs and results carried over and back. */
export function fallback({ kernelName, kernelFunc }: KernelConfig): (call: Call) => TensorInfo | TensorInfo[] {
  return ({ inputs, attrs, backend }) => {
    const onnx = backend as OnnxBackend;
    const call = (): TensorInfo | TensorInfo[] => {
      const carrier = createCarrier(onnx);
      try {
        const results = kernelFunc({ inputs: carrier.there(inputs), attrs, backend: carrier.cpu });
        return Array.isArray(results) ? results.map(carrier.back) : carrier.back(results);
      } finally {
        carrier.dispose();
      }
    };
    return timed(call, (timeMs) => onnx.statistics.addFallback(kernelName, timeMs));
  };
}

function createCarrier(onnx: OnnxBackend) {
  const cpu = quietCpu<CpuBackend>();
  const carried: TensorInfo[] = [];

  function carry(tensor: TensorInfo): TensorInfo {
    const { shape, dtype } = tensor;
    const { complex } = onnx.datum(tensor.dataId);
    const copy: TensorInfo = complex
      ? makeComplex(carry(complex.real), carry(complex.imag), shape)
      : { dataId: cpu.write(onnx.readSync(tensor.dataId) as never, shape, dtype), shape, dtype };
    carried.push(copy);
    // some kernels rely on more than the interface of their inputs says
    return { ...copy, rank: shape.length } as TensorInfo;
  }

  function makeComplex(real: TensorInfo, imag: TensorInfo, shape: number[]): TensorInfo {
    const info = cpu.makeTensorInfo(shape, "complex64");
    cpu.data.get(info.dataId).complexTensorInfos = { real, imag };
    return info;
  }

  function back(result: TensorInfo): TensorInfo {
    carried.push(result);
    const { dataId, shape, dtype } = result;
    const { complexTensorInfos, values } = cpu.data.get(dataId);
    if (complexTensorInfos) {
      const [real, imag] = [back(complexTensorInfos.real), back(complexTensorInfos.imag)];
      const result = onnx.complex({ ...real, shape }, { ...imag, shape });
      onnx.disposeData(real.dataId);
      onnx.disposeData(imag.dataId);
      return result;
    }
    return { dataId: onnx.write(inItsArray(values!, dtype), shape, dtype), shape, dtype };
  }

  return {
    cpu,
    back,
    there(inputs: Inputs): Inputs {
      if (Array.isArray(inputs)) return inputs.map(carry) as unknown as Inputs;
      return Object.fromEntries(
        Object.entries(inputs).map(([name, tensor]) => [
          name,
          Array.isArray(tensor) ? tensor.map(carry) : tensor && carry(tensor),
        ]),
      ) as Inputs;
    },
    dispose: () => carried.forEach(({ dataId }) => cpu.data.has(dataId) && cpu.disposeData(dataId, true)),
  };
}

/** Some kernels of the cpu backend leave an array of another type behind, or a plain one. */
function inItsArray(values: unknown, dtype: DataType): never {
  if (!isGraphType(dtype) || values instanceof arrayOf[dtype]) return values as never;
  return arrayOf[dtype].from(values as number[]) as never;
}
