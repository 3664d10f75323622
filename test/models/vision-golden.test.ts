/** The U-Net and the ViT against PyTorch in float64, with the same weights: test/fixtures/models/vision/make.py. */
import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { namedParams } from "../../lib/models/index.ts";
import type { Params } from "../../lib/models/index.ts";
import { expectNear, golden, gradientsOf } from "./golden.ts";
import { startCpu } from "./start.ts";
import { examples, smallUNet, smallVit } from "./vision-examples.ts";

beforeEach(startCpu);

const file = golden("vision/golden");

/** The output, and every gradient of its mean square, are the peer's. */
function expectSame<P extends Params>(name: string, params: P, forward: (params: P) => tf.Tensor): void {
  expectNear(forward(params), file.get(`${name}.output`), { within: 5e-6 });
  const gradients = gradientsOf(params, (each) => tf.mean(tf.square(forward(each))).asScalar());
  const expected = file.all(`${name}.gradients`);
  expect([...gradients.keys()].toSorted()).toEqual([...expected.keys()].toSorted());
  // each against the largest of all: a gradient that is 0 in exact numbers has no scale of its own
  const scale = Math.max(...[...expected.values()].map((each) => tf.max(tf.abs(each)).dataSync()[0]!));
  for (const [leaf, gradient] of gradients)
    expect(tf.max(tf.abs(tf.sub(gradient, expected.get(leaf)!))).dataSync()[0]! / scale, leaf).toBeLessThan(1e-5);
}

test("a U-Net's output and gradients are PyTorch's", () => {
  const { params, ...input } = examples().unet;
  expect(namedParams(params).size).toBeGreaterThan(50);
  expectSame("unet", params, (each) => smallUNet.forward(each, input));
});

test("a ViT's output and gradients are PyTorch's", () => {
  const { params, x } = examples().vit;
  expectSame("vit", params, (each) => smallVit.forward(each, x));
});
