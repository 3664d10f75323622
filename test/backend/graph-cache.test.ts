import { expect, test } from "vitest";
import type { CompiledGraph } from "../../lib/backend/compile.ts";
import { GraphCache } from "../../lib/backend/graph-cache.ts";

const disposed: string[] = [];
function graphOf(name: string, bytes: number): CompiledGraph {
  const session = { run() {}, dispose: () => void disposed.push(name) };
  return { session, inputNames: [name], outputNames: [], assumptions: [], bytes };
}
const never = (): never => {
  throw new Error("made again");
};

test("a graph is made once for its signature, and found whatever array says it", () => {
  const cache = new GraphCache({ bytes: 100, atLeast: 1 });
  const graph = cache.get(Int32Array.of(1, 2), () => graphOf("a", 10));
  expect(cache.get(Int32Array.of(1, 2), never)).toBe(graph);
  expect(cache.size).toBe(1);
});

test("signatures with the same hash stay apart", () => {
  // FNV-1a of 32 bits: among 400,000 short signatures some are alike, by the birthday bound about 18 pairs
  const cache = new GraphCache({ bytes: Infinity, atLeast: 1 });
  for (let i = 0; i < 400_000; i++) {
    const graph = cache.get(Int32Array.of(i, i * 31, 7), () => graphOf(String(i), 1));
    if (graph.inputNames[0] !== String(i)) throw new Error(`${i} was given the graph of ${graph.inputNames[0]}`);
  }
  expect(cache.size).toBe(400_000);
});

test("over its bytes it gives up what was used least recently, and disposes it", () => {
  disposed.length = 0;
  const cache = new GraphCache({ bytes: 30, atLeast: 1 });
  for (const name of ["a", "b", "c"]) cache.get(Int32Array.of(name.charCodeAt(0)), () => graphOf(name, 10));
  cache.get(Int32Array.of("a".charCodeAt(0)), never);
  cache.get(Int32Array.of("d".charCodeAt(0)), () => graphOf("d", 10));
  expect(disposed).toEqual(["b"]);
  cache.get(Int32Array.of("e".charCodeAt(0)), () => graphOf("e", 25));
  expect(disposed).toEqual(["b", "c", "a", "d"]);
  cache.clear();
  expect(disposed).toEqual(["b", "c", "a", "d", "e"]);
});

test("the graphs of one step are kept, however large they are", () => {
  disposed.length = 0;
  const cache = new GraphCache({ bytes: 30, atLeast: 2 });
  for (let step = 0; step < 3; step++) {
    for (const name of ["train", "evaluate"]) cache.get(Int32Array.of(name.length), () => graphOf(name, 1e9));
  }
  expect(disposed).toEqual([]);
});
