/**
 * The numbers of a model as a plain tree: objects and arrays with tensors as leaves.
 *
 *     { tokens: Tensor, blocks: [{ norm: { gain: Tensor, … }, … }, …] }
 *
 * Every leaf has a name, its path: `blocks.0.norm.gain`. The tree is what `init` gives and `forward` takes, what an
 * optimizer changes, and what a safetensors file holds.
 */
import { tensor, Tensor, variable } from "@tensorflow/tfjs";
import type { DataType, Variable } from "@tensorflow/tfjs";
import { check, decodeSafetensors, encodeSafetensors } from "../core/index.ts";
import type { SafeTensor } from "../core/index.ts";

/** A tree of tensors. Names hold no dot and are no integers; what is counted is in arrays. */
export type Params = Tensor | readonly Params[] | { readonly [name: string]: Params };

/** The same tree with another tensor at each leaf. */
export function mapParams<P extends Params>(params: P, change: (leaf: Tensor, name: string) => Tensor): P {
  function visit(node: Params, name: string): Params {
    if (node instanceof Tensor) return change(node, name);
    const inside = (key: string | number): string => (name === "" ? String(key) : `${name}.${key}`);
    if (Array.isArray(node)) return (node as readonly Params[]).map((each, i) => visit(each, inside(i)));
    check(typeof node === "object" && node !== null, `params ${name}`, "a tensor, an array or an object", node);
    const entries = Object.entries(node).map(([key, each]) => {
      check(/^(?!\d+$)[^.]+$/u.test(key), `params ${name}`, "names that are no integer and hold no dot", key);
      return [key, visit(each, inside(key))] as const;
    });
    return Object.fromEntries(entries);
  }
  return visit(params, "") as P;
}

/** Each leaf by its name, in the order of the tree. */
export function namedParams(params: Params): Map<string, Tensor> {
  const named = new Map<string, Tensor>();
  mapParams(params, (leaf, name) => {
    named.set(name, leaf);
    return leaf;
  });
  return named;
}

/** How many numbers the tree holds. */
export function countParams(params: Params): number {
  let count = 0;
  for (const { size } of namedParams(params).values()) count += size;
  return count;
}

/** The same tree of variables, which an optimizer can change in place. Each is a copy, to be disposed by the caller. */
export function trainable<P extends Params>(params: P): P {
  return mapParams(params, (leaf) => variable(leaf));
}

/** The leaves that an optimizer may change, in the order of the tree. */
export function variablesOf(params: Params): Variable[] {
  return [...namedParams(params).values()].filter((leaf): leaf is Variable => "trainable" in leaf);
}

/** Free the memory of every leaf. */
export function disposeParams(params: Params): void {
  for (const leaf of namedParams(params).values()) leaf.dispose();
}

export interface SaveOptions {
  /** What it is: text by name. */
  metadata?: Readonly<Record<string, string>>;
  /** Store 16 bits of each number, which are three digits (default: all 32). */
  halfPrecision?: boolean;
}

/** The tree as the bytes of a safetensors file. */
export function saveParams(params: Params, { halfPrecision = false, ...options }: SaveOptions = {}): Uint8Array {
  const tensors = new Map<string, SafeTensor>();
  for (const [name, leaf] of namedParams(params)) {
    check(leaf.dtype !== "string" && leaf.dtype !== "complex64", `saveParams ${name}`, "numbers", leaf.dtype);
    const data = leaf.dataSync();
    const isHalf = halfPrecision && data instanceof Float32Array;
    tensors.set(name, { shape: leaf.shape, data: isHalf ? Float16Array.from(data) : data });
  }
  return encodeSafetensors(tensors, options);
}

/**
 * The tree in the bytes of a safetensors file, with the names and shapes of `like`: a model's `init`, or any tree of it.
 * Half-precision numbers are widened. Throws if a name is missing or unknown, or a shape another.
 */
export function loadParams<P extends Params>(bytes: Uint8Array, { like }: { like: P }): P {
  const { tensors } = decodeSafetensors(bytes);
  const expected = namedParams(like);
  for (const name of tensors.keys()) check(expected.has(name), "loadParams name", "a name of the model", name);
  for (const [name, { shape }] of expected) {
    const found = tensors.get(name);
    check(found !== undefined, `loadParams ${name}`, `numbers of shape [${shape.join(", ")}]`, "none");
    const fits = shape.join() === found.shape.join();
    check(fits, `loadParams ${name}`, `shape [${shape.join(", ")}]`, `[${found.shape.join(", ")}]`);
  }
  return mapParams(like, ({ shape, dtype }, name) => tensor(numbersOf(tensors.get(name)!, dtype), shape, dtype));
}

function numbersOf({ data }: SafeTensor, dtype: DataType): Float32Array | Int32Array | Uint8Array {
  if (data instanceof BigInt64Array) return Int32Array.from(data, Number);
  const array = dtype === "bool" ? Uint8Array : dtype === "int32" ? Int32Array : Float32Array;
  return array.from(data);
}
