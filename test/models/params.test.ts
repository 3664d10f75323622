import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  countParams,
  disposeParams,
  loadParams,
  mapParams,
  namedParams,
  saveParams,
  trainable,
  variablesOf,
} from "../../lib/models/index.ts";
import { startCpu } from "./start.ts";

beforeEach(startCpu);
afterEach(() => tf.disposeVariables());

const tree = () => ({
  tokens: tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]),
  blocks: [{ gain: tf.tensor1d([1, 1]) }, { gain: tf.tensor1d([2, -0]) }],
  step: tf.scalar(7, "int32"),
});

test("leaves are named by their paths, in the order of the tree", () => {
  expect([...namedParams(tree()).keys()]).toEqual(["tokens", "blocks.0.gain", "blocks.1.gain", "step"]);
  expect([...namedParams({})]).toEqual([]);
  expect([...namedParams(tf.scalar(1)).keys()]).toEqual([""]);
  expect(countParams(tree())).toBe(6 + 2 + 2 + 1);
});

test("names that would give two leaves one path are refused", () => {
  for (const name of ["a.b", "0", ""])
    expect(() => namedParams({ [name]: tf.scalar(1) })).toThrow("names that are no integer");
  expect(() => namedParams({ a: 1 as never })).toThrow("params a: expected a tensor, an array or an object, got 1");
});

test("an optimizer changes the variables of a trainable tree, and not the tree they were made from", () => {
  const start = { w: tf.tensor1d([1, 2]) };
  const params = trainable(start);
  expect(variablesOf(start)).toEqual([]);
  // the loss w·w has the gradient 2w, so a step of 0.1 leaves 0.8 w
  tf.train.sgd(0.1).minimize(() => params.w.square().sum(), false, variablesOf(params));
  expect([...params.w.dataSync()]).toEqual([...Float32Array.of(0.8, 1.6)]);
  expect([...start.w.dataSync()]).toEqual([1, 2]);
});

test("mapParams makes a new tree and keeps its form", () => {
  const doubled = mapParams(tree(), (leaf) => leaf.mul(2));
  expect([...doubled.blocks[1]!.gain.dataSync()]).toEqual([4, -0]);
  expect(doubled.tokens.shape).toEqual([3, 2]);
});

test("what was saved is loaded: names, shapes, types and every bit of the numbers", () => {
  const saved = tree();
  const like = mapParams(saved, (leaf) => tf.zerosLike(leaf));
  const loaded = loadParams(saveParams(saved, { metadata: { seed: "1" } }), { like });
  for (const [name, leaf] of namedParams(loaded)) {
    const original = namedParams(saved).get(name)!;
    expect([leaf.shape, leaf.dtype]).toEqual([original.shape, original.dtype]);
    expect(leaf.dataSync()).toEqual(original.dataSync());
  }
});

test("parameters of another model are refused by name", () => {
  const bytes = saveParams({ a: tf.tensor1d([1]) });
  const load = (like: Parameters<typeof loadParams>[1]["like"]) => () => loadParams(bytes, { like });
  expect(load({ a: tf.tensor1d([1, 2]) })).toThrow('loadParams a: expected shape [2], got "[1]"');
  expect(load({ a: tf.tensor1d([0]), b: tf.scalar(0) })).toThrow("loadParams b: expected numbers of shape []");
  expect(load({})).toThrow('loadParams name: expected a name of the model, got "a"');
});

test("disposing a tree frees all of it", () => {
  const before = tf.memory().numTensors;
  disposeParams(tree());
  expect(tf.memory().numTensors).toBe(before);
});
