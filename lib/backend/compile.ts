/** Makes a plan's kernels into one ONNX graph. */
import type { Datum, Recorded } from "./datum.ts";
import { GraphBuilder } from "./onnx/graph-builder.ts";
import type { Name } from "./onnx/graph-builder.ts";
import { isGraphType } from "./onnx/graph-types.ts";
import type { GraphType } from "./onnx/graph-types.ts";
import { elementType } from "./onnx/proto.ts";
import { openSession } from "./onnx/session.ts";
import type { Session } from "./onnx/session.ts";
import { fuseBiases } from "./passes/fuse-bias.ts";
import { fuseGelus } from "./passes/fuse-gelu.ts";
import { fuseLayerNorms } from "./passes/fuse-layer-norm.ts";
import type { Assumption, Rewritten } from "./passes/rewrite.ts";
import type { Plan } from "./plan.ts";
import { sameShape, sizeOf } from "./shapes.ts";

export interface CompiledGraph {
  session: Session;
  /** In the order of the plan's leaves. */
  inputNames: Name[];
  /** In the order of the plan's results. */
  outputNames: Name[];
  /** Without these the numbers would be wrong. */
  assumptions: readonly Assumption[];
  /** About what it keeps in memory. */
  bytes: number;
}

/** Below this many multiplications and additions a second thread costs more than it saves. */
const workForThreads = 2_000_000;

export interface CompileOptions {
  threads: number;
  /** Whether parts that are recognised are replaced by faster ones, which may need assumptions. */
  fuse?: boolean;
}

export function compile(plan: Plan, { threads, fuse = false }: CompileOptions): CompiledGraph {
  const { leaves, results } = plan;
  const { kernels, assumptions } = fuse ? fused(plan) : { kernels: plan.kernels, assumptions: [] };
  const graph = new GraphBuilder();
  const names = new Map<Datum, Name>();
  const views = new Map<string, Name>();

  function view(datum: Datum, shape: readonly number[]): Name {
    const name = names.get(datum)!;
    if (sameShape(shape, datum.shape)) return name;
    const key = `${name} ${shape.join()}`;
    if (!views.has(key)) views.set(key, graph.reshape(name, shape));
    return views.get(key)!;
  }

  const inputNames = leaves.map((leaf) => graph.input(onnxType(leaf), leaf.shape));
  leaves.forEach((leaf, i) => names.set(leaf, inputNames[i]!));
  let work = 0;
  for (const kernel of kernels) {
    const built = kernel.build(
      graph,
      kernel.inputs.map((input, i) => view(input, kernel.shapes[i]!)),
    );
    const outputs = typeof built === "string" ? [built] : built;
    kernel.outputs.forEach((output, i) => names.set(output, outputs[i]!));
    work += kernel.work;
  }
  const unreadable = isWorthNoCopies(results)
    ? graph.output(graph.op("Cast", [graph.scalar(0)], { to: elementType.bfloat16 }), "bfloat16", [])
    : undefined;
  const outputNames = results.map((result) => graph.output(names.get(result)!, onnxType(result), result.shape));
  const model = graph.encode();
  const session = openSession(model, { threads: work < workForThreads ? 1 : threads, unreadable });
  return { session, inputNames, outputNames, assumptions, bytes: bytesOf(model, kernels) };
}

/** Measured: the error that saves the copies takes 6 µs, and so do the copies of five small results or of 100 KB. */
function isWorthNoCopies(results: readonly Datum[]): boolean {
  return results.length > 5 || results.some(({ shape }) => sizeOf(shape) > 25_000);
}

function fused(plan: Plan): Rewritten {
  const first = fuseLayerNorms(plan);
  const second = fuseGelus({ ...plan, kernels: first.kernels });
  const kernels = fuseBiases({ ...plan, kernels: second.kernels });
  return { kernels, assumptions: [...first.assumptions, ...second.assumptions] };
}

/**
 * Measured: a session takes 0.1 MB and 140 bytes for each byte of the model, besides the numbers between its operators,
 * whose memory it keeps for the next run. Some of these share memory, so this is the most that they take.
 */
function bytesOf(model: Uint8Array, kernels: readonly Recorded[]): number {
  const numbers = kernels.flatMap(({ outputs }) => outputs).reduce((sum, { shape }) => sum + sizeOf(shape), 0);
  return 100_000 + 140 * model.byteLength + 4 * numbers;
}

function onnxType({ dtype }: Datum): GraphType {
  if (isGraphType(dtype)) return dtype;
  throw new Error(`onnx: expected float32, int32 or bool in a graph, got ${dtype}`);
}
