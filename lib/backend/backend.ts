/** A tfjs backend that records kernels, and when a value is read runs all that is pending as one ONNX graph. */
import { engine, KernelBackend } from "@tensorflow/tfjs";
import type { BackendTimingInfo, BackendValues, DataType, TensorInfo } from "@tensorflow/tfjs";
import { BufferPool } from "./buffer-pool.ts";
import { timed } from "./clock.ts";
import { compile } from "./compile.ts";
import { Datum } from "./datum.ts";
import { GraphCache } from "./graph-cache.ts";
import { loadRuntime, runtimeTensor } from "./onnx/session.ts";
import type { RuntimeTensor } from "./onnx/session.ts";
import { planOf } from "./plan.ts";
import { Interner } from "./interner.ts";
import { sizeOf } from "./shapes.ts";
import { tensorInfo } from "./datum.ts";
import type { Build, OutputSpec, Recorded, RecordOptions } from "./datum.ts";
import { Statistics } from "./report.ts";

export interface BackendOptions {
  /** Threads for large graphs. */
  threads: number;
}

/** So many kernels are run although nobody has read a value: what they hold must not fill memory. */
const mostPending = 2_000;
/** The same for the bytes of what they will make. */
const mostPendingBytes = 2 ** 30;
/** So many texts are remembered before all graphs are forgotten with them. */
const mostIds = 100_000;

export class OnnxBackend extends KernelBackend {
  readonly statistics = new Statistics();
  readonly #threads: number;
  readonly #pool = new BufferPool({ limit: 2 ** 28 });
  readonly #graphs = new GraphCache({ bytes: 2 ** 29, atLeast: 4 });
  readonly #ids = new Interner();
  /** Data of tensors that were made by another backend: their ids are its objects. */
  readonly #foreign = new WeakMap<object, Datum>();
  #count = 0;
  #pending: Recorded[] = [];
  #pendingBytes = 0;
  /** Disposed, but kernels that are pending read their memory. */
  #disposed: Datum[] = [];
  #endsStep = false;

  /** Throws where ONNX Runtime has no native library for this machine. */
  constructor({ threads }: BackendOptions) {
    super();
    loadRuntime();
    this.#threads = threads;
  }

  /**
   * Record a kernel. Its numbers are computed when they, or those of a later kernel, are read.
   *
   * @param key Stands for all that `build` depends on besides the shapes and types of its inputs.
   */
  record(
    key: string,
    inputs: readonly TensorInfo[],
    outputs: readonly OutputSpec[],
    build: Build,
    { work = 0 }: RecordOptions = {},
  ): TensorInfo[] {
    if (this.#mustRun()) this.#runAhead();
    const recorded: Recorded = {
      key,
      id: this.#ids.id(key),
      inputs: inputs.map(({ dataId }) => this.datum(dataId)),
      shapes: inputs.map(({ shape }) => shape),
      outputs: [],
      build,
      work,
      position: -1,
    };
    for (const { shape, dtype } of outputs) {
      const datum = new Datum(shape, dtype);
      datum.producer = recorded;
      recorded.outputs.push(datum);
      recorded.work += sizeOf(shape);
      this.#count++;
    }
    this.#pendingBytes += 4 * (recorded.work - work);
    this.#pending.push(recorded);
    return recorded.outputs.map((datum) => tensorInfo(datum, datum.shape));
  }

  /** Whoever reads is told if it fails; whoever calls the next kernel has nothing to do with it. */
  #runAhead(): void {
    try {
      this.run();
    } catch {
      // kept with what was lost
    }
  }

  #mustRun(): boolean {
    return this.#endsStep || this.#pending.length >= mostPending || this.#pendingBytes >= mostPendingBytes;
  }

  /** Say that what follows is likely to repeat: what is pending runs as a graph of its own before the next kernel. */
  endStep(): void {
    this.#endsStep = true;
  }

  /** Run all that is pending. If it cannot, what it would have made is lost, and each reader is told why. */
  run(): void {
    const pending = this.#pending;
    this.#endsStep = false;
    this.#pending = [];
    this.#pendingBytes = 0;
    try {
      const plan = planOf(pending);
      if (plan.results.length > 0) this.#runPlan(plan);
    } catch (error) {
      for (const { outputs } of pending) for (const output of outputs) output.lost = toError(error);
      throw error;
    } finally {
      for (const { outputs } of pending) for (const output of outputs) output.producer = undefined;
      for (const datum of this.#disposed) this.#reuse(datum);
      this.#disposed = [];
    }
    if (this.#ids.size > mostIds) {
      this.#ids.clear();
      this.#graphs.clear();
    }
  }

  #runPlan(plan: ReturnType<typeof planOf>): void {
    const { leaves, results, signature } = plan;
    const graph = this.#graphs.get(signature, () =>
      timed(() => compile(plan, { threads: this.#threads }), this.statistics.addCompiled),
    );
    const inputs: Record<string, RuntimeTensor> = {};
    const outputs: Record<string, RuntimeTensor> = {};
    leaves.forEach((leaf, i) => (inputs[graph.inputNames[i]!] = runtimeTensorOf(leaf)));
    results.forEach((result, i) => {
      this.#allocate(result);
      outputs[graph.outputNames[i]!] = runtimeTensorOf(result);
    });
    try {
      timed(() => graph.session.run(inputs, outputs), this.statistics.addRun);
    } catch (error) {
      if (/alloc/iu.test(String(error))) throw outOfMemory(`for ${plan.kernels.length} kernels`, error);
      throw error;
    }
  }

  #allocate(datum: Datum): void {
    const size = sizeOf(datum.shape);
    const array = arrayOf[datum.dtype as keyof typeof arrayOf];
    const bytes = size * array.BYTES_PER_ELEMENT;
    try {
      datum.values = new array(this.#pool.take(bytes), 0, size);
    } catch (error) {
      // a tensor of so many bytes is beyond what an array can hold, or the machine has no more
      throw outOfMemory(`(${(bytes / 1e9).toPrecision(3)} GB) for a tensor of shape [${datum.shape.join()}]`, error);
    }
    datum.isPooled = true;
  }

  #reuse(datum: Datum): void {
    if (datum.isPooled) this.#pool.give((datum.values as Float32Array).buffer as ArrayBuffer);
    datum.values = undefined;
    datum.tensor = undefined;
  }

  /** The data behind an id. Data that another backend has is fetched from there. */
  datum(dataId: object): Datum {
    const datum = this.#owned(dataId);
    if (datum) return datum;
    engine().moveData(this, dataId);
    return this.#owned(dataId)!;
  }

  #owned(dataId: object): Datum | undefined {
    const datum = dataId instanceof Datum ? dataId : this.#foreign.get(dataId);
    return datum && datum.references > 0 ? datum : undefined;
  }

  /** A new tensor of an existing one's data in another shape of the same size. */
  alias({ dataId }: TensorInfo, shape: readonly number[]): TensorInfo {
    const datum = this.datum(dataId);
    datum.references++;
    return { dataId, shape: shape as number[], dtype: datum.dtype };
  }

  /** A complex64 tensor, which keeps its two halves and has no numbers of its own. */
  complex(real: TensorInfo, imag: TensorInfo): TensorInfo {
    const datum = new Datum(real.shape, "complex64");
    this.#count++;
    datum.complex = { real: this.alias(real, real.shape), imag: this.alias(imag, imag.shape) };
    return tensorInfo(datum, real.shape);
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): Datum {
    const datum = new Datum(shape, dtype);
    // the caller may write into it before the kernels that read it have run
    datum.values = ArrayBuffer.isView(values) ? (values.slice() as BackendValues) : values;
    this.#count++;
    return datum;
  }

  override move(dataId: object, values: BackendValues, shape: number[], dtype: DataType, references: number): void {
    const datum = dataId instanceof Datum ? dataId : new Datum(shape, dtype);
    datum.values = values;
    datum.tensor = undefined;
    datum.isPooled = false;
    datum.references = references;
    this.#foreign.set(dataId, datum);
    this.#count++;
  }

  override readSync(dataId: object): BackendValues {
    const datum = this.datum(dataId);
    if (datum.complex) return this.#interleaved(datum.complex);
    if (datum.producer) this.run();
    if (datum.lost) throw datum.lost;
    // what is read belongs to the reader, who may write into it
    return ArrayBuffer.isView(datum.values) ? (datum.values.slice() as BackendValues) : datum.values!;
  }

  override async read(dataId: object): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  #interleaved({ real, imag }: NonNullable<Datum["complex"]>): Float32Array {
    const [reals, imags] = [this.readSync(real.dataId), this.readSync(imag.dataId)] as Float32Array[];
    return Float32Array.from({ length: 2 * reals!.length }, (_, i) => (i % 2 ? imags! : reals!)[i >> 1]!);
  }

  override disposeData(dataId: object, force = false): boolean {
    const datum = this.#owned(dataId);
    if (!datum) return true;
    datum.references--;
    if (datum.references > 0 && !force) return false;
    datum.references = 0;
    this.#foreign.delete(dataId);
    this.#count--;
    if (datum.complex) {
      this.disposeData(datum.complex.real.dataId);
      this.disposeData(datum.complex.imag.dataId);
    }
    if (datum.values && this.#pending.length === 0) this.#reuse(datum);
    else if (datum.values) this.#disposed.push(datum);
    return true;
  }

  override refCount(dataId: object): number {
    return this.#owned(dataId)?.references ?? 0;
  }

  override incRef(dataId: object): void {
    this.datum(dataId).references++;
  }

  override numDataIds(): number {
    return this.#count;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override floatPrecision(): 16 | 32 {
    return 32;
  }

  override epsilon(): number {
    return 1e-7;
  }

  override timerAvailable(): boolean {
    return true;
  }

  /** The time that what `f` calls takes, recorded and run. */
  override async time(f: () => void): Promise<BackendTimingInfo> {
    this.run();
    let kernelMs = 0;
    const work = (): void => {
      f();
      this.run();
    };
    timed(work, (timeMs) => (kernelMs = timeMs));
    return { kernelMs };
  }

  override dispose(): void {
    this.#pending = [];
    this.#graphs.clear();
    this.#pool.clear();
  }
}

const arrayOf = { float32: Float32Array, int32: Int32Array, bool: Uint8Array };

function runtimeTensorOf(datum: Datum): RuntimeTensor {
  if (datum.lost) throw datum.lost;
  return (datum.tensor ??= runtimeTensor(
    datum.dtype as keyof typeof arrayOf,
    datum.values as Float32Array,
    datum.shape,
  ));
}

function outOfMemory(wanted: string, cause: unknown): Error {
  const advice = "Make batches or tensors smaller, or dispose what is no longer needed (tf.tidy).";
  return new Error(`onnx: expected memory ${wanted}, got none. ${advice}`, { cause });
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
