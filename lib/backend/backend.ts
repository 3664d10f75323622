/** A tfjs backend that records kernels, and when a value is read runs all that is pending as one ONNX graph. */
import { engine, KernelBackend, util } from "@tensorflow/tfjs";
import type { BackendTimingInfo, BackendValues, DataType, TensorInfo } from "@tensorflow/tfjs";
import { timed } from "./clock.ts";
import { Datum, tensorInfo } from "./datum.ts";
import { Executor } from "./executor.ts";
import { Interner } from "./interner.ts";
import { loadRuntime } from "./onnx/session.ts";
import type { Build, OutputSpec, Recorded, RecordOptions } from "./datum.ts";
import { Statistics } from "./report.ts";
import { sizeOf } from "./shapes.ts";

export interface BackendOptions {
  /** Threads for large graphs. */
  threads: number;
}

/** So many kernels are run although nobody has read a value: what they hold must not fill memory. */
const mostPending = 10_000;
/** The same for the bytes that nobody has any more, and that they still read. */
const mostHeldBytes = 2 ** 30;
/** So many texts are remembered before all graphs are forgotten with them. */
const mostIds = 100_000;

export class OnnxBackend extends KernelBackend {
  readonly statistics = new Statistics();
  readonly #executor: Executor;
  readonly #ids = new Interner();
  /** Data of tensors that were made by another backend: their ids are its objects. */
  readonly #foreign = new WeakMap<object, Datum>();
  #count = 0;
  #pending: Recorded[] = [];
  /** Disposed, but kernels that are pending read their memory. */
  #disposed: Datum[] = [];
  #heldBytes = 0;
  #endsStep = false;

  /** Throws where ONNX Runtime has no native library for this machine. */
  constructor({ threads }: BackendOptions) {
    super();
    loadRuntime();
    this.#executor = new Executor({ threads, statistics: this.statistics });
  }

  /** Run large graphs with so many threads from now on. */
  useThreads(threads: number): void {
    this.#executor.useThreads(threads);
  }

  /**
   * Record a kernel. Its numbers are computed when they, or those of a later kernel, are read.
   *
   * @param key Stands for all that `build` depends on besides the shapes and types of its inputs.
   * @throws {RangeError} If an output has a negative length.
   */
  record(
    key: string,
    inputs: readonly TensorInfo[],
    outputs: readonly OutputSpec[],
    build: Build,
    { work = 0, takesBias = false }: RecordOptions = {},
  ): TensorInfo[] {
    if (outputs.every((output) => isEmpty(key, output))) return outputs.map((output) => this.#empty(output));
    if (this.#mustRun()) this.#runAhead();
    const recorded: Recorded = {
      key,
      id: this.#ids.id(key),
      inputs: inputs.map(({ dataId }) => this.datum(dataId)),
      shapes: inputs.map(({ shape }) => shape),
      outputs: [],
      build,
      work,
      takesBias,
      position: -1,
    };
    for (const { shape, dtype } of outputs) {
      const datum = new Datum(shape, dtype);
      datum.producer = recorded;
      recorded.outputs.push(datum);
      recorded.work += sizeOf(shape);
      this.#count++;
    }
    this.#pending.push(recorded);
    return recorded.outputs.map((datum) => tensorInfo(datum, datum.shape));
  }

  /** Nothing is run for what has no numbers: some operators divide by its lengths, which ends the process. */
  #empty({ shape, dtype }: OutputSpec): TensorInfo {
    return tensorInfo(this.write(util.getTypedArrayFromDType(dtype as "float32", 0), shape as number[], dtype), shape);
  }

  /** Whoever reads is told if it fails; whoever calls the next kernel has nothing to do with it. */
  #runAhead(): void {
    try {
      this.run();
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      // kept with what was lost
    }
  }

  #mustRun(): boolean {
    return this.#endsStep || this.#pending.length >= mostPending || this.#heldBytes >= mostHeldBytes;
  }

  /** Say that what follows is likely to repeat: what is pending runs as a graph of its own before the next kernel. */
  endStep(): void {
    this.#endsStep = true;
  }

  /** Run all that is pending. If it cannot, what it would have made is lost, and each reader is told why. */
  run(): void {
    this.#endsStep = false;
    try {
      this.#executor.execute(this.#pending);
    } catch (error) {
      // subtle: when a cell is stopped inside native code, null is thrown; nothing is lost, and all that is pending stays
      if (!(error instanceof Error)) throw error;
      for (const { outputs } of this.#pending) for (const output of outputs) output.lost = error;
      this.#forgetPending();
      throw error;
    }
    this.#forgetPending();
  }

  #forgetPending(): void {
    const pending = this.#pending;
    this.#pending = [];
    this.#heldBytes = 0;
    for (const { outputs } of pending) for (const output of outputs) output.producer = undefined;
    while (this.#disposed.length > 0) this.#executor.release(this.#disposed.pop()!);
    if (this.#ids.size <= mostIds) return;
    this.#ids.clear();
    this.#executor.clearGraphs();
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
    if (datum.values && this.#pending.length === 0) this.#executor.release(datum);
    else if (datum.values) {
      this.#disposed.push(datum);
      this.#heldBytes += (datum.values as Float32Array).byteLength ?? 0;
    }
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
    this.#executor.dispose();
  }
}

function isEmpty(key: string, { shape }: OutputSpec): boolean {
  let some = false;
  for (const length of shape) {
    if (length < 0) throw new RangeError(tooSmall(key, shape));
    some ||= length === 0;
  }
  return some;
}

function tooSmall(key: string, shape: readonly number[]): string {
  const [name] = key.split(" ");
  return `${name}: expected an input as large as the window, got one that gives an output of shape [${shape.join(", ")}]`;
}
