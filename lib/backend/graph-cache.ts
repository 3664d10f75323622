/** Compiled graphs by their signature; those that were used least recently are given up first. */
import type { CompiledGraph } from "./compile.ts";

interface Entry {
  signature: Int32Array;
  graph: CompiledGraph;
}

export interface GraphCacheOptions {
  /** The most bytes that graphs may take. */
  bytes: number;
  /** So many are kept, however large they are: the graphs of one step. */
  atLeast: number;
}

export class GraphCache {
  readonly #limit: GraphCacheOptions;
  /** By hash. The order of a Map is that in which its keys were set: the first was used least recently. */
  readonly #entries = new Map<number, Entry[]>();
  #count = 0;
  #bytes = 0;

  constructor(limit: GraphCacheOptions) {
    this.#limit = limit;
  }

  get size(): number {
    return this.#count;
  }

  /** The graph with this signature, made by `make` if there is none yet. */
  get(signature: Int32Array, make: () => CompiledGraph): CompiledGraph {
    const hash = hashOf(signature);
    const bucket = this.#entries.get(hash) ?? [];
    let entry = bucket.find((each) => sameNumbers(each.signature, signature));
    if (!entry) {
      entry = { signature, graph: make() };
      bucket.push(entry);
      this.#count++;
      this.#bytes += entry.graph.bytes;
    }
    this.#entries.delete(hash);
    this.#entries.set(hash, bucket);
    while (this.#bytes > this.#limit.bytes && this.#entries.size > this.#limit.atLeast) this.#dropOldest();
    return entry.graph;
  }

  clear(): void {
    while (this.#entries.size > 0) this.#dropOldest();
  }

  #dropOldest(): void {
    const [hash, bucket] = this.#entries.entries().next().value!;
    this.#entries.delete(hash);
    this.#count -= bucket.length;
    for (const { graph } of bucket) {
      this.#bytes -= graph.bytes;
      graph.session.dispose();
    }
  }
}

/** FNV-1a over the numbers. */
function hashOf(numbers: Int32Array): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < numbers.length; i++) hash = Math.imul(hash ^ numbers[i]!, 0x01000193);
  return hash ^ numbers.length;
}

function sameNumbers(a: Int32Array, b: Int32Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
