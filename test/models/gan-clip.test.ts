import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  contrastiveLoss,
  forger,
  forgerLoss,
  inspector,
  inspectorLoss,
  normalNoise,
  silu,
  timeWaves,
  vit,
} from "../../lib/models/index.ts";
import { expectNear } from "./golden.ts";
import { startCpu } from "./start.ts";
import { examples, smallClip, smallVit } from "./vision-examples.ts";

beforeEach(startCpu);

const numberOf = (x: tf.Tensor) => x.dataSync()[0]!;

// Goodfellow et al. 2014, theorem 1: at the equilibrium the inspector's loss is log 4
test("where nobody can tell, the inspector loses log 4 and the forger log 2", () => {
  const unsure = tf.zeros([8]);
  expect(numberOf(inspectorLoss({ real: unsure, forged: unsure }))).toBeCloseTo(Math.log(4), 6);
  expect(numberOf(forgerLoss(unsure))).toBeCloseTo(Math.log(2), 6);
});

test("a sure inspector loses nothing when right and much when wrong, and never overflows", () => {
  const [yes, no] = [tf.tensor1d([1000, 1000]), tf.tensor1d([-1000, -1000])];
  expect(numberOf(inspectorLoss({ real: yes, forged: no }))).toBe(0);
  expect(numberOf(inspectorLoss({ real: no, forged: yes }))).toBe(2000);
  expect(numberOf(forgerLoss(yes))).toBe(0);
});

test("forged pictures are −1 … 1 and depend on the dice; with a condition both take it", () => {
  const config = { side: 8, channels: 1, widths: [4, 8], dNoise: 4, dCondition: 2 };
  const [maker, judge] = [forger(config), inspector(config)];
  const params = maker.init({ rng: rng(1) });
  const [noise, condition] = [normalNoise([5, 4], { rng: rng(2) }), normalNoise([5, 2], { rng: rng(3) })];
  const pictures = maker.forward(params, { noise, condition });
  expect(pictures.shape).toEqual([5, 8, 8, 1]);
  expect(numberOf(tf.max(tf.abs(pictures)))).toBeLessThanOrEqual(1);
  const verdicts = judge.forward(judge.init({ rng: rng(4) }), { x: pictures, condition }).dataSync();
  expect(new Set(verdicts).size).toBe(5);
  expect(() => maker.forward(params, { noise })).toThrow("forger condition: expected [5, 2], got undefined");
});

test("scores whose diagonal is far above the rest cost nothing, equal ones log n; rows and columns count alike", () => {
  expect(Math.abs(numberOf(contrastiveLoss(tf.mul(tf.eye(6), 1000))))).toBe(0);
  expect(numberOf(contrastiveLoss(tf.zeros([6, 6])))).toBeCloseTo(Math.log(6), 6);
  const scores = normalNoise([5, 5], { rng: rng(1) });
  expect(numberOf(contrastiveLoss(scores))).toBeCloseTo(numberOf(contrastiveLoss(tf.transpose(scores))), 6);
  expect(() => contrastiveLoss(tf.ones([1, 1]))).toThrow("at least 2");
  expect(() => contrastiveLoss(tf.zeros([2, 3]))).toThrow("contrastiveLoss scores: expected [n, n], at least 2");
});

test("both towers give directions of length 1, and the match of a pair is their cosine times e^logScale", () => {
  const params = smallClip.init({ rng: rng(1) });
  const input = {
    images: normalNoise([3, 4, 4, 1], { rng: rng(2) }),
    captions: tf.tensor2d(
      [
        [0, 1],
        [2, 3],
        [4, 5],
      ],
      [3, 2],
      "int32",
    ),
  };
  const [seen, read] = [smallClip.seeImages(params, input.images), smallClip.readCaptions(params, input.captions)];
  for (const each of [seen, read]) expectNear(tf.norm(each, 2, 1), [1, 1, 1]);
  const match = smallClip.match(params, input).arraySync() as number[][];
  const cosines = smallClip.forward(params, input).dataSync();
  cosines.forEach((cosine, i) => expect(match[i]![i]).toBeCloseTo(cosine / 0.07, 4));
});

test("a ViT sees where a patch stands: exchanged patches are another picture", () => {
  const { params, x } = examples().vit;
  const turned = tf.reverse(x, 1);
  expect(
    numberOf(tf.max(tf.abs(tf.sub(smallVit.forward(params, x), smallVit.forward(params, turned))))),
  ).toBeGreaterThan(1e-3);
  expect(() => vit({ side: 5, channels: 1, patch: 2, dModel: 4, layers: 1, heads: 1, dOut: 1 })).toThrow(
    "vit patch: expected a divisor of 5",
  );
  expect(() => vit({ side: 4, channels: 1, patch: 2, dModel: 5, layers: 1, heads: 2, dOut: 1 })).toThrow(
    "vit heads: expected a divisor of 5",
  );
});

test("a hook is shown what each head looks at: rows of weights that sum to one", () => {
  const { params, x } = examples().vit;
  const shapes: Record<string, number[]> = {};
  smallVit.forward(params, x, {
    hook(name, value) {
      shapes[name] = value.shape;
      if (name.endsWith("attention.weights")) expectNear(tf.sum(value, 3), tf.ones([2, 2, 5]));
      return value;
    },
  });
  expect(shapes["blocks.1.attention.weights"]).toEqual([2, 2, 5, 5]);
  expect(shapes["blocks.0"]).toEqual([2, 5, 8]);
});

test("waves of a time are by hand; silu is x σ(x)", () => {
  expectNear(timeWaves(tf.tensor1d([0, 2]), 4), [0, 0, 1, 1, Math.sin(2), Math.sin(0.02), Math.cos(2), Math.cos(0.02)]);
  expectNear(silu(tf.tensor1d([0, 1, -1])), [0, 1 / (1 + Math.exp(-1)), -1 / (1 + Math.E)]);
  expect(() => timeWaves(tf.zeros([1]), 3)).toThrow("timeWaves width: expected an even number above 0");
});
