/** The blocked forms against the plain ones, which are compared with the cpu backend; where there are no blocks, nothing is to be tested. */
import { backend_util } from "@tensorflow/tfjs";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { blockSize } from "../../../lib/backend/kernels/block-size.ts";
import * as blocked from "../../../lib/backend/kernels/conv2d-blocked.ts";
import * as plain from "../../../lib/backend/kernels/conv-plain.ts";
import { outShape, windows2d } from "../../../lib/backend/kernels/windows.ts";
import type { Windows } from "../../../lib/backend/kernels/windows.ts";
import { GraphBuilder } from "../../../lib/backend/onnx/graph-builder.ts";
import type { Name } from "../../../lib/backend/onnx/graph-builder.ts";
import { openSession, runtimeTensor } from "../../../lib/backend/onnx/session.ts";

const b = blockSize();

const allWindows = fc
  .record({
    batch: fc.constantFrom(1, 5, 8, 16, 17, 32),
    size: fc.tuple(fc.integer({ min: 4, max: 11 }), fc.integer({ min: 4, max: 11 })),
    inChannels: fc.constantFrom(1, 2, 3, 16, 32, 48),
    outChannels: fc.constantFrom(1, 3, 16, 32, 48),
    kernel: fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 })),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    pad: fc.constantFrom("same" as const, "valid" as const),
  })
  .map(({ batch, size, inChannels, outChannels, kernel, strides, pad }) => {
    const [input, filter] = [[batch, ...size, inChannels] as const, [...kernel, inChannels, outChannels] as const];
    return windows2d(backend_util.computeConv2DInfo([...input], [...filter], strides, 1, pad));
  });

type Form = (graph: GraphBuilder, names: readonly Name[]) => Name;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** What a graph of this form makes of inputs between -1 and 1. */
function run(form: Form, inputs: readonly (readonly number[])[], output: readonly number[]): Float32Array {
  const graph = new GraphBuilder();
  const names = inputs.map((shape) => graph.input("float32", shape));
  const name = graph.output(form(graph, names), "float32", output);
  const session = openSession(graph.encode(), { threads: 1 });
  const feeds = inputs.map((shape, k) => {
    const values = Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i * 12.9898 + k));
    return [names[k]!, runtimeTensor("float32", values, shape)] as const;
  });
  const result = new Float32Array(sizeOf(output));
  session.run(Object.fromEntries(feeds), { [name]: runtimeTensor("float32", result, output) });
  session.dispose();
  return result;
}

function largest(numbers: Float32Array): number {
  return numbers.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
}

/** Sums in another order, apart by some roundings of the largest number. */
function expectAlike(ours: Float32Array, theirs: Float32Array): void {
  const scale = Math.max(1, largest(theirs));
  expect(largest(ours.map((number, i) => number - theirs[i]!)) / scale).toBeLessThan(2e-5);
}

function shapesOf(windows: Windows): Record<"x" | "y" | "w", number[]> {
  const { batch, size, inChannels, outChannels, kernel } = windows;
  return { x: [batch, ...size, inChannels], y: outShape(windows), w: [...kernel, inChannels, outChannels] };
}

test("whatever can be done in blocks gives the numbers of the plain form", () => {
  let done = 0;
  fc.assert(
    fc.property(allWindows, (windows) => {
      const { x, y, w } = shapesOf(windows);
      const cases: [boolean, Form, Form, number[][], number[]][] = [
        [
          blocked.canBlockConv(windows, b),
          (graph, names) => blocked.blockedConv(graph, names, windows, b),
          (graph, names) => plain.plainConv(graph, names, windows),
          [x, w, [windows.outChannels]],
          y,
        ],
        [
          blocked.canBlockInputGradient(windows, b),
          (graph, names) => blocked.blockedInputGradient(graph, names, windows, b),
          (graph, names) => plain.plainInputGradient(graph, names, windows),
          [y, w],
          x,
        ],
        [
          blocked.canBlockFilterGradient(windows, b),
          (graph, names) => blocked.blockedFilterGradient(graph, names, windows, b),
          (graph, names) => plain.plainFilterGradient(graph, names, windows),
          [x, y],
          w,
        ],
        [
          blocked.canBlockSwappedFilterGradient(windows, b),
          (graph, names) => blocked.blockedSwappedFilterGradient(graph, names, windows, b),
          (graph, names) => plain.plainFilterGradient(graph, names, windows),
          [x, y],
          w,
        ],
      ];
      for (const [can, ours, theirs, inputs, output] of cases) {
        if (!can) continue;
        done++;
        expectAlike(run(ours, inputs, output), run(theirs, inputs, output));
      }
    }),
    { numRuns: 100 },
  );
  expect(done > 0).toBe(b > 0);
});

test("the size of a block is one that exists", () => {
  expect([0, 8, 16]).toContain(b);
});
