/**
 * Runs recorded kernels as one compiled graph.
 *
 * Subtle: a notebook's cell can be stopped at any moment, without any `finally`. So nothing of what is pending changes
 * before its numbers are there, and whatever was begun can be begun again.
 */
import { BufferPool } from "./buffer-pool.ts";
import { timed } from "./clock.ts";
import { compile } from "./compile.ts";
import type { CompiledGraph } from "./compile.ts";
import type { Datum, Recorded } from "./datum.ts";
import { GraphCache } from "./graph-cache.ts";
import { arrayOf } from "./onnx/graph-types.ts";
import type { GraphType } from "./onnx/graph-types.ts";
import { runtimeTensor } from "./onnx/session.ts";
import type { RuntimeTensor } from "./onnx/session.ts";
import { planOf } from "./plan.ts";
import type { Plan } from "./plan.ts";
import type { Statistics } from "./report.ts";
import { sizeOf } from "./shapes.ts";

/** Never at the end of a plan's signature. */
const unfusedMark = -100;

export interface ExecutorOptions {
  /** Threads for large graphs. */
  threads: number;
  statistics: Statistics;
}

export class Executor {
  #threads: number;
  readonly #statistics: Statistics;
  readonly #pool = new BufferPool({ limit: 2 ** 28 });
  readonly #graphs = new GraphCache({ bytes: 2 ** 29, atLeast: 4 });

  constructor({ threads, statistics }: ExecutorOptions) {
    this.#threads = threads;
    this.#statistics = statistics;
  }

  /** Compile large graphs for so many threads from now on. */
  useThreads(threads: number): void {
    if (threads !== this.#threads) this.#graphs.clear();
    this.#threads = threads;
  }

  /** Compute what of the kernels' outputs is still a tensor's data. */
  execute(recorded: readonly Recorded[]): void {
    const plan = planOf(recorded);
    const { leaves, results } = plan;
    if (results.length === 0) return;
    const graph = this.#graphOf(plan);
    const inputs: Record<string, RuntimeTensor> = {};
    leaves.forEach((leaf, i) => (inputs[graph.inputNames[i]!] = tensorOf(leaf)));
    const made = this.#allocate(results);
    const outputs: Record<string, RuntimeTensor> = {};
    made.forEach((tensor, i) => (outputs[graph.outputNames[i]!] = tensor));
    try {
      timed(() => graph.session.run(inputs, outputs), this.#statistics.addRun);
    } catch (error) {
      for (const tensor of made) this.#giveBack(tensor);
      throw isAboutMemory(error) ? outOfMemory(`for ${plan.kernels.length} kernels`, error) : error;
    }
    results.forEach((result, i) => {
      result.tensor = made[i]!;
      result.values = made[i]!.data as Float32Array;
      result.isPooled = true;
      result.producer = undefined;
    });
  }

  /** The fused graph if what it takes for granted is so, else the one that computes step by step what was recorded. */
  #graphOf(plan: Plan): CompiledGraph {
    const compiled = (fuse: boolean): CompiledGraph =>
      this.#graphs.get(fuse ? plan.signature : unfused(plan.signature), () =>
        timed(() => compile(plan, { threads: this.#threads, fuse }), this.#statistics.addCompiled),
      );
    const fused = compiled(true);
    const holds = fused.assumptions.every(({ leaf, value }) => Object.is(plan.leaves[leaf]!.values![0], value));
    return holds ? fused : compiled(false);
  }

  /** Use the memory of data again that nobody has any more. */
  release(datum: Datum): void {
    const { tensor } = datum;
    datum.values = undefined;
    datum.tensor = undefined;
    if (datum.isPooled) this.#giveBack(tensor!);
  }

  /** Forget every graph. */
  clearGraphs(): void {
    this.#graphs.clear();
  }

  dispose(): void {
    this.#graphs.clear();
    this.#pool.clear();
  }

  #allocate(results: readonly Datum[]): RuntimeTensor[] {
    const made: RuntimeTensor[] = [];
    for (const { shape, dtype } of results) {
      const array = arrayOf[dtype as GraphType];
      const size = sizeOf(shape);
      const bytes = size * array.BYTES_PER_ELEMENT;
      try {
        made.push(runtimeTensor(dtype as GraphType, new array(this.#pool.take(bytes), 0, size), shape));
      } catch (error) {
        for (const tensor of made) this.#giveBack(tensor);
        // so much is beyond what an array can hold, or the machine has no more
        throw outOfMemory(`(${(bytes / 1e9).toPrecision(3)} GB) for a tensor of shape [${shape.join()}]`, error);
      }
    }
    return made;
  }

  #giveBack({ data }: RuntimeTensor): void {
    this.#pool.give((data as Float32Array).buffer as ArrayBuffer);
  }
}

/** The signature of the same plan compiled step by step. */
function unfused(signature: Int32Array): Int32Array {
  const marked = new Int32Array(signature.length + 1).fill(unfusedMark);
  marked.set(signature);
  return marked;
}

function tensorOf(datum: Datum): RuntimeTensor {
  if (datum.lost) throw datum.lost;
  datum.tensor ??= runtimeTensor(datum.dtype as GraphType, datum.values as Float32Array, datum.shape);
  return datum.tensor;
}

function isAboutMemory(error: unknown): boolean {
  return /failed to allocate|bad.?alloc|out of memory/iu.test(String(error));
}

function outOfMemory(wanted: string, cause: unknown): Error {
  const advice = "Make batches or tensors smaller, or dispose what is no longer needed (tf.tidy).";
  return new Error(`onnx: expected memory ${wanted}, got none. ${advice}`, { cause });
}
