/** Numbers that another implementation computed, from a file in test/fixtures/models, and ours compared with them. */
import { readFileSync } from "node:fs";
import * as tf from "@tensorflow/tfjs";
import { expect } from "vitest";
import { decodeSafetensors } from "../../lib/core/index.ts";
import { mapParams, namedParams } from "../../lib/models/index.ts";
import type { Params } from "../../lib/models/index.ts";

export interface Golden {
  /** One tensor by its name in the file. */
  get(name: string): tf.Tensor;
  /** All that begin with `prefix.`, without it. */
  all(prefix: string): Map<string, tf.Tensor>;
  /** The tree that has the names of `like`, from `prefix.name`. */
  tree<P extends Params>(prefix: string, like: P): P;
}

export function golden(path: string): Golden {
  const file = new URL(`../fixtures/models/${path}.safetensors`, import.meta.url);
  const { tensors } = decodeSafetensors(new Uint8Array(readFileSync(file)));
  const get = (name: string): tf.Tensor => {
    const found = tensors.get(name);
    if (found === undefined) throw new Error(`golden ${path}: expected a tensor ${name}, got none`);
    const { shape, data } = found;
    return data instanceof Float32Array
      ? tf.tensor(data, [...shape])
      : tf.tensor(Int32Array.from(data as Int32Array, Number), [...shape], "int32");
  };
  return {
    get,
    all: (prefix) =>
      new Map(
        [...tensors.keys()]
          .filter((name) => name.startsWith(`${prefix}.`))
          .map((name) => [name.slice(prefix.length + 1), get(name)]),
      ),
    tree: (prefix, like) => mapParams(like, (_, name) => get(`${prefix}.${name}`)),
  };
}

/** Expect each number within `within` of the largest of the expected ones. */
export function expectNear(actual: tf.Tensor, expected: tf.Tensor | ArrayLike<number>, { within = 2e-6 } = {}): void {
  const numbers = expected instanceof tf.Tensor ? expected.dataSync() : expected;
  if (expected instanceof tf.Tensor) expect(actual.shape).toEqual(expected.shape);
  const ours = actual.dataSync();
  expect(ours.length).toBe(numbers.length);
  const scale = Math.max(1e-30, ...Array.from(numbers, Math.abs));
  const distances = Array.from(ours, (each, i) => Math.abs(each - numbers[i]!) / scale);
  // a NaN is far from everything
  expect(Math.max(0, ...distances.map((each) => (Number.isNaN(each) ? Infinity : each)))).toBeLessThan(within);
}

/** The largest difference of two tensors of one shape. */
export function difference(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!);
}

/** The gradient of a number that depends on the tree, by name. */
export function gradientsOf<P extends Params>(params: P, value: (params: P) => tf.Scalar): Map<string, tf.Tensor> {
  const names = [...namedParams(params).keys()];
  const gradients = tf.grads((...leaves) => {
    const byName = new Map(names.map((name, i) => [name, leaves[i]!]));
    return value(mapParams(params, (_, name) => byName.get(name)!));
  })([...namedParams(params).values()]);
  return new Map(names.map((name, i) => [name, gradients[i]!]));
}
