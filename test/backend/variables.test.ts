import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "vitest";
import { startEngine } from "./start.ts";

beforeAll(startEngine);

test("a variable has its new value, and memory is what it was", () => {
  const v = tf.tidy(() => tf.variable(tf.tensor1d([1, 2])));
  const before = tf.memory();
  tf.tidy(() => {
    for (let i = 0; i < 10; i++) v.assign(v.mul(2));
  });
  expect([...v.dataSync()]).toEqual([1024, 2048]);
  expect(tf.memory()).toEqual(before);
  v.dispose();
});

test("its own value, and one that another variable has too, are assigned without losing either", () => {
  const [v, w] = [tf.variable(tf.tensor1d([1])), tf.variable(tf.tensor1d([2]))];
  v.assign(v);
  v.assign(w);
  w.assign(w.add(1));
  expect([v.dataSync()[0], w.dataSync()[0]]).toEqual([2, 3]);
  tf.dispose([v, w]);
});

test("another type or shape is refused in tfjs' words", () => {
  const v = tf.variable(tf.tensor1d([1, 2]));
  expect(() => v.assign(tf.tensor1d([1, 2], "int32") as never)).toThrow("dtype of the new value (int32) and previous");
  expect(() => v.assign(tf.tensor1d([1]))).toThrow("shape of the new value (1) and previous value (2) must match");
  v.dispose();
});

test("on the cpu backend it is the same", () => {
  tf.setBackend("cpu");
  const v = tf.variable(tf.tensor1d([1]));
  const before = tf.memory().numTensors;
  tf.tidy(() => v.assign(v.add(5)));
  expect([v.dataSync()[0], tf.memory().numTensors]).toEqual([6, before]);
  v.dispose();
  tf.setBackend("onnx");
});
