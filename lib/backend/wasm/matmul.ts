/**
 * Matrix products on wasm, all through XNNPACK.
 *
 * tfjs' own kernel calls XNNPACK only for one product with neither side transposed. The rest, which is every product of a
 * backward pass and of attention, takes a loop of scalars. Here a transposed side is transposed first, and the products
 * of a batch are taken one by one from views of the batch's memory.
 */
import { broadcast_util, util } from "@tensorflow/tfjs";
import type { BatchMatMulAttrs, BatchMatMulInputs, TensorInfo } from "@tensorflow/tfjs";
import { reshaped, Steps } from "./runtime.ts";
import type { WasmBackend, WasmCall } from "./runtime.ts";

/** With fewer, to transpose or to pack the right side costs more than the product. */
const fewRows = 8;

type Call = WasmCall<BatchMatMulInputs, BatchMatMulAttrs>;
type MatMul = (call: Call) => TensorInfo;
/** A product in C++: numbers of tensors, and their shapes as bytes of int32. */
type NativeMatMul = (
  ...args: [a: number, Uint8Array, rank: number, b: number, Uint8Array, rank: number, 0, 0, out: number]
) => void;

/** out[…, i, j] = Σₖ a[…, i, k] b[…, k, j]; `stock`: tfjs' own, which takes what is not float32, empty or small. */
export function fastMatMul(stock: MatMul): MatMul {
  let native: NativeMatMul | undefined;
  return (call) => {
    const { inputs, attrs, backend } = call;
    const { a, b } = inputs;
    const { transposeA, transposeB } = attrs;
    const [aRows, aColumns] = sides(a, transposeA);
    const [bRows, bColumns] = sides(b, transposeB);
    const isPlain = a.dtype === "float32" && b.dtype === "float32" && aColumns === bRows;
    const isEmpty = util.sizeFromShape(a.shape) * util.sizeFromShape(b.shape) === 0;
    if (!isPlain || isEmpty || (aRows < fewRows && !stretchesBoth(a, b))) return stock(call);
    native ??= backend.wasm.cwrap("BatchMatMul", null, nativeTypes) as NativeMatMul;
    using steps = new Steps(backend);
    const left = transposeA ? transposed(a, steps) : a;
    const right = transposeB ? transposed(b, steps) : b;
    const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
    const out = backend.makeOutput([...batch, aRows, bColumns], "float32");
    using aViews = new Views(left, { batch, backend });
    using bViews = new Views(right, { batch, backend });
    using outViews = new Views(out, { batch, backend });
    const [aShape, bShape] = [bytesOf([1, aRows, aColumns]), bytesOf([1, bRows, bColumns])];
    for (let i = 0; i < util.sizeFromShape(batch); i++)
      native(aViews.at(i), aShape, 3, bViews.at(i), bShape, 3, 0, 0, outViews.at(i));
    return out;
  };
}

const nativeTypes = ["number", "array", "number", "number", "array", "number", "number", "number", "number"];

function sides({ shape }: TensorInfo, isTransposed: boolean): [rows: number, columns: number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return isTransposed ? [columns, rows] : [rows, columns];
}

/** Whether each side's batch is repeated along an axis of the other's, which tfjs' own kernel gets wrong. */
function stretchesBoth(a: TensorInfo, b: TensorInfo): boolean {
  const [aCount, bCount] = [a, b].map(({ shape }) => util.sizeFromShape(shape.slice(0, -2)));
  const batch = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return util.sizeFromShape(batch) > Math.max(aCount!, bCount!);
}

function transposed(tensor: TensorInfo, steps: Steps): TensorInfo {
  const [rows, columns] = tensor.shape.slice(-2) as [number, number];
  const batch = tensor.shape.slice(0, -2);
  const count = util.sizeFromShape(batch);
  // subtle: tfjs' C++ is quick with two and three axes, and slow with more
  const x = reshaped(tensor, count === 1 ? [rows, columns] : [count, rows, columns]);
  const result = steps.run("Transpose", { x }, { perm: count === 1 ? [1, 0] : [0, 2, 1] });
  return reshaped(result, [...batch, columns, rows]);
}

/** The matrices of a batch as tensors of their own, without a copy. */
class Views {
  readonly #backend: WasmBackend;
  readonly #data: { id: number; memoryOffset: number };
  readonly #size: number;
  readonly #batch: readonly number[];
  readonly #strides: number[];
  readonly #views = new Map<number, number>();

  /** `batch`: the batch's axes after broadcasting, which the tensor's own are stretched to. */
  constructor({ dataId, shape }: TensorInfo, { batch, backend }: { batch: readonly number[]; backend: WasmBackend }) {
    this.#backend = backend;
    this.#data = backend.dataIdMap.get(dataId);
    this.#size = shape.at(-2)! * shape.at(-1)!;
    this.#batch = batch;
    const own = [...batch.map(() => 1), ...shape.slice(0, -2)].slice(-batch.length || Infinity);
    this.#strides = own.map((length, axis) => (length === 1 ? 0 : util.sizeFromShape(own.slice(axis + 1))));
    // subtle: the whole tensor keeps its number, by which XNNPACK remembers how it has packed it
    if (util.sizeFromShape(own) === 1) this.#views.set(0, this.#data.id);
  }

  /** The number of the matrix that product `i` of the batch takes. */
  at(i: number): number {
    const place = this.#place(i);
    const known = this.#views.get(place);
    if (known !== undefined) return known;
    const id = this.#backend.dataIdNextNumber++;
    const { memoryOffset } = this.#data;
    this.#backend.wasm.tfjs.registerTensor(id, this.#size, memoryOffset + 4 * place * this.#size);
    this.#views.set(place, id);
    return id;
  }

  #place(i: number): number {
    let place = 0;
    for (let axis = this.#batch.length - 1, rest = i; axis >= 0; axis--) {
      place += (rest % this.#batch[axis]!) * this.#strides[axis]!;
      rest = Math.floor(rest / this.#batch[axis]!);
    }
    return place;
  }

  /** Forget the views; the memory is the tensor's. */
  [Symbol.dispose](): void {
    for (const id of this.#views.values()) if (id !== this.#data.id) this.#backend.wasm.tfjs.disposeData(id);
  }
}

function bytesOf(shape: readonly number[]): Uint8Array {
  return new Uint8Array(Int32Array.from(shape).buffer);
}
