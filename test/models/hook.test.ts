import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { touch, watch, within } from "../../lib/models/index.ts";
import { startCpu } from "./start.ts";

beforeEach(startCpu);

test("without a hook, or with one that only looks, the value stays", () => {
  const value = tf.scalar(1);
  expect(touch(undefined, "here", value)).toBe(value);
  const seen: unknown[] = [];
  expect(touch((place, each) => void seen.push([place, each]), "here", value)).toBe(value);
  expect(seen).toEqual([["here", value]]);
});

test("what a hook gives back takes the value's place", () => {
  const other = tf.scalar(2);
  expect(touch(() => other, "here", tf.scalar(1))).toBe(other);
});

test("a hook for a part is called with the part's name before each place", () => {
  const places: string[] = [];
  const hook = within(
    within((place) => void places.push(place), "blocks.0"),
    "attention",
  );
  touch(hook, "weights", tf.scalar(1));
  expect(places).toEqual(["blocks.0.attention.weights"]);
  expect(within(undefined, "blocks.0")).toBeUndefined();
});

test("what a pattern names is seen in order, and survives the pass", () => {
  const before = tf.memory().numTensors;
  const seen = watch(/^a/u, (hook) => {
    for (const [place, number] of Object.entries({ a1: 1, b: 2, a2: 3 })) touch(hook, place, tf.scalar(number));
  });
  expect([...seen].map(([place, value]) => [place, value.dataSync()[0]])).toEqual([
    ["a1", 1],
    ["a2", 3],
  ]);
  expect(tf.memory().numTensors).toBe(before + 2);
  expect(watch(/nothing/u, () => undefined).size).toBe(0);
});
