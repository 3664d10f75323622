/** How many channels this processor's blocked convolutions take at once. */
import { GraphBuilder } from "../onnx/graph-builder.ts";
import { openSession, runtimeTensor } from "../onnx/session.ts";

let known: number | undefined;

/**
 * ONNX Runtime's convolutions on blocks of channels (`com.microsoft.nchwc`) take 16 at once with AVX-512, 8 with AVX2,
 * and are not there on some processors: then 0. It says nowhere which, so it is tried, once.
 */
export function blockSize(): number {
  known ??= [16, 8].find(works) ?? 0;
  return known;
}

/** Whether four channels become one block of this size. */
function works(size: number): boolean {
  const graph = new GraphBuilder();
  const x = graph.input("float32", [1, 4, 1, 1]);
  const blocked = graph.blocked("ReorderInput", [x], { channels_last: 0 });
  const y = graph.output(blocked, "float32", [1, size, 1, 1]);
  const result = new Float32Array(size);
  try {
    const session = openSession(graph.encode(), { threads: 1 });
    session.run(
      { [x]: runtimeTensor("float32", Float32Array.of(1, 2, 3, 4), [1, 4, 1, 1]) },
      { [y]: runtimeTensor("float32", result, [1, size, 1, 1]) },
    );
    session.dispose();
  } catch {
    return false;
  }
  return result.every((number, i) => number === (i < 4 ? i + 1 : 0));
}
