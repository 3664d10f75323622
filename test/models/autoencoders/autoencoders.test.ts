import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { patchify } from "../../../lib/image/index.ts";
import {
  gaussianKl,
  nearestCode,
  normalNoise,
  patchRows,
  unpatchRows,
  vae,
  vqAutoencoder,
} from "../../../lib/models/index.ts";
import { allStamps, drawStamp } from "../../../lib/worlds/index.ts";
import { difference, gradientsOf } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

const stamps = (count: number) => {
  const drawn = rng(3)
    .shuffle(allStamps)
    .slice(0, count)
    .flatMap((stamp) => drawStamp(stamp) as number[]);
  return tf.tensor(drawn, [count, 8, 8, 1]);
};

const kl = (mean: number, variance: number) =>
  gaussianKl({ mean: tf.tensor2d([[mean]]), logVariance: tf.tensor2d([[Math.log(variance)]]) }).dataSync()[0]!;

test("the divergence of a cloud is its formula, and what Monte Carlo says", () => {
  expect(kl(0, 1)).toBe(0);
  // by hand: ½ (4 + 0.25 − 1 + log 4)
  expect(kl(2, 0.25)).toBeCloseTo(0.5 * (4 + 0.25 - 1 + Math.log(4)), 5);
  const die = rng(1);
  const n = 100_000;
  let [sum, squares] = [0, 0];
  for (let i = 0; i < n; i++) {
    const z = 2 + 0.5 * die.normal();
    const log = -0.5 * ((z - 2) / 0.5) ** 2 - Math.log(0.5) + 0.5 * z * z; // log q − log p
    sum += log;
    squares += log * log;
  }
  const error = Math.sqrt((squares / n - (sum / n) ** 2) / n);
  expect(Math.abs(sum / n - kl(2, 0.25))).toBeLessThan(5 * error);
  // several numbers add up
  expect(gaussianKl({ mean: tf.tensor2d([[2, 2]]), logVariance: tf.zeros([1, 2]) }).dataSync()[0]).toBeCloseTo(4, 6);
});

test("without noise a VAE gives the middle of the cloud, and its loss is its two parts", () => {
  const model = vae({ side: 8, channels: 1, widths: [4], dCode: 3 });
  const params = model.init({ rng: rng(1) });
  const x = stamps(4);
  const noise = tf.zeros([4, 3]);
  const { mean, logVariance } = model.encode(params, { x });
  const again = model.forward(params, { x, noise });
  expect(difference(again, model.decode(params, mean))).toBe(0);
  const missed = tf.sum(tf.square(tf.sub(x, again))).dataSync()[0]! / 2 / 4;
  const kl = tf.mean(gaussianKl({ mean, logVariance })).dataSync()[0]!;
  expect(model.loss(params, { x, noise }).dataSync()[0]).toBeCloseTo(missed + kl, 4);
  expect(model.loss(params, { x, noise }, { klWeight: 0 }).dataSync()[0]).toBeCloseTo(missed, 4);
});

const distance = (a: number[], b: number[]) => a.reduce((sum, value, i) => sum + (value - b[i]!) ** 2, 0);

test("the nearest code is brute force's, of equals the first", () => {
  const [seen, codebook] = [normalNoise([40, 3], { rng: rng(1) }), normalNoise([7, 3], { rng: rng(2) })] as [
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  const [rows, codes] = [seen.arraySync(), codebook.arraySync()];
  const nearest = rows
    .map((row) => codes.map((code) => distance(row, code)))
    .map((all) => all.indexOf(Math.min(...all)));
  expect([...nearestCode(seen, codebook).dataSync()]).toEqual(nearest);
  expect([
    ...nearestCode(
      tf.zeros([1, 2]),
      tf.tensor2d([
        [1, 0],
        [0, 1],
        [0, -1],
      ]),
    ).dataSync(),
  ]).toEqual([0]);
});

test("a picture is its codes: decoding what was encoded is the picture that forward gives", () => {
  const model = vqAutoencoder({ side: 8, channels: 1, patch: 2, codes: 6, dCode: 3 });
  const params = model.init({ rng: rng(1) });
  const x = stamps(3);
  const ids = model.encode(params, x);
  expect([ids.shape, ids.dtype]).toEqual([[3, 16], "int32"]);
  expect(difference(model.decode(params, ids), model.forward(params, x))).toBe(0);
});

test("the encoder learns through the choice as if there were none, the codes only from their own term", () => {
  const model = vqAutoencoder({ side: 4, channels: 1, patch: 2, codes: 5, dCode: 3, dHidden: 6 });
  const params = model.init({ rng: rng(1) });
  const x = normalNoise([2, 4, 4, 1], { rng: rng(2) });
  const picture = gradientsOf(params, (each) => tf.mean(tf.square(tf.sub(x, model.forward(each, x)))).asScalar());
  expect(tf.max(tf.abs(picture.get("see.weight")!)).dataSync()[0]).toBeGreaterThan(0);
  expect(tf.max(tf.abs(picture.get("codebook")!)).dataSync()[0]).toBe(0);
  const whole = gradientsOf(params, (each) => model.loss(each, x));
  expect(tf.max(tf.abs(whole.get("codebook")!)).dataSync()[0]).toBeGreaterThan(0);
});

test("codes that nobody chooses are put where patches are, and the others stay", () => {
  const model = vqAutoencoder({ side: 4, channels: 1, patch: 2, codes: 6, dCode: 2, dHidden: 6 });
  const born = model.init({ rng: rng(1) });
  // three codes out of reach
  const far = tf.tensor2d([
    [0, 0],
    [0.1, 0],
    [0, 0.1],
    [900, 900],
    [901, 900],
    [900, 901],
  ]);
  const params = { ...born, codebook: far };
  const x = normalNoise([8, 4, 4, 1], { rng: rng(2) });
  const used = new Set(model.encode(params, x).dataSync());
  const revived = model.revived(params, x, { rng: rng(3) });
  const [before, after] = [far, revived].map((codes) => codes.arraySync() as number[][]);
  expect([3, 4, 5].some((id) => used.has(id))).toBe(false);
  after!.forEach((code, id) => {
    if (used.has(id)) expect(code).toEqual(before![id]);
    else expect(Math.max(...code.map(Math.abs))).toBeLessThan(100);
  });
  // what was put where a patch is, is nearest to it
  const now = new Set(model.encode({ ...params, codebook: revived }, x).dataSync());
  expect(now.size).toBeGreaterThan(used.size);
});

test("patches in tensors are those of lib/image, and glue back exactly", () => {
  const pixels = Uint8Array.from({ length: 6 * 6 * 3 }, (_, i) => i);
  const x = tf.tensor(Float32Array.from(pixels), [1, 6, 6, 3]);
  const rows = patchRows(x, { patch: 2 });
  const expected = patchify({ width: 6, height: 6, channels: 3, pixels }, { patch: 2 }).flatMap((each) => [...each]);
  expect([...rows.dataSync()]).toEqual(expected);
  expect(difference(unpatchRows(rows, { patch: 2, side: 6, channels: 3 }), x)).toBe(0);
  expect(() => patchRows(x, { patch: 4 })).toThrow("patchRows x");
});

test("sizes that do not fit are named", () => {
  expect(() => vae({ side: 6, channels: 1, widths: [4, 4], dCode: 2 })).toThrow(
    "convTower side: expected a multiple of 4, got 6",
  );
  expect(() => vae({ side: 8, channels: 1, widths: [4], dCode: 0 })).toThrow("vae dCode");
  expect(() => vqAutoencoder({ side: 8, channels: 1, patch: 3, codes: 4, dCode: 2 })).toThrow(
    "vq patch: expected a divisor of 8",
  );
});
