/**
 * ONNX Runtime, called synchronously: the only file that imports it.
 *
 * Subtle: tfjs reads values synchronously, and the package's public interface answers with promises only. The entry used
 * here, `onnxruntime-node/dist/binding`, is internal to it, so its version is pinned, and a test names what is relied on.
 */
import { createRequire } from "node:module";
import { env, Tensor } from "onnxruntime-common";
import type { Binding, binding, initOrt } from "onnxruntime-node/dist/binding.js";
import type { GraphType } from "./graph-types.ts";

interface Internals {
  binding: typeof binding;
  initOrt: typeof initOrt;
}

let loaded: Internals | undefined;

/** Load the native library, once. Throws where the package has none for this machine. */
export function loadRuntime(): void {
  if (loaded) return;
  // what goes wrong is thrown; without this it is written to stderr as well
  env.logLevel = "fatal";
  const internals = createRequire(import.meta.url)("onnxruntime-node/dist/binding.js") as Internals;
  internals.initOrt();
  loaded = internals;
}

/** Numbers as ONNX Runtime reads and writes them in place: `data` is neither copied in nor out. */
export function runtimeTensor(
  type: GraphType,
  data: Float32Array | Int32Array | Uint8Array,
  shape: readonly number[],
): RuntimeTensor {
  return new Tensor(type, data as Float32Array, shape);
}
export type RuntimeTensor = Tensor;

/**
 * How long a thread that has nothing to do looks for work before it sleeps, in µs: as long as the gaps between two
 * operators. Without a limit the threads of a waiting program take the time of all others.
 */
const spinUs = 50;

/** What goes wrong is thrown; below the level "fatal" it would be written to stderr as well, and each optimisation with it. */
const quiet = { logSeverityLevel: 4 } as const;

/** What onnxruntime-node says of a result that it cannot hand over. */
const cannotHandOver = "Tensor type (16) is not supported.";

export interface SessionOptions {
  /** How many threads work on one operator. */
  threads: number;
  /** The name of the graph's first result, of type bfloat16, where `Session.run` shall make no copies. */
  unreadable?: string;
}

export interface Session {
  /**
   * Run the graph: from `inputs` by name into the memory of `outputs` by name.
   *
   * Subtle: when all is written, onnxruntime-node copies every result into an array of its own and hands these over,
   * which nobody reads: 1.5 ms and 10 MB for each step of a small GPT. It does so from the first result to the last, and
   * stops with an error at one whose type JavaScript does not have.
   */
  run(inputs: Record<string, RuntimeTensor>, outputs: Record<string, RuntimeTensor>): void;
  dispose(): void;
}

/** Compile an encoded model. */
export function openSession(model: Uint8Array, { threads, unreadable }: SessionOptions): Session {
  loadRuntime();
  const session: Binding.InferenceSession = new loaded!.binding.InferenceSession();
  session.loadModel(model.buffer as ArrayBuffer, model.byteOffset, model.byteLength, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: "all",
    enableCpuMemArena: true,
    // it reserves the most that a run has ever needed for each graph
    enableMemPattern: false,
    ...quiet,
    extra: { session: { intra_op: { spin_duration_us: String(spinUs) } } },
  });
  return {
    run: (inputs, outputs) => {
      if (unreadable === undefined) return void session.run(inputs, outputs, quiet);
      try {
        session.run(inputs, { [unreadable]: null, ...outputs }, quiet);
      } catch (error) {
        // subtle: it is null when a cell is stopped
        if (!(error instanceof Error) || error.message !== cannotHandOver) throw error;
      }
    },
    dispose: () => session.dispose(),
  };
}
