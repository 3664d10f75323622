import { log, memory, scalar, tensor1d } from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import { selectBackend } from "../../lib/backend/index.ts";
import { rng, streams } from "../../lib/core/index.ts";
import { clipGradients, trainer, warmupCosine } from "../../lib/train/index.ts";
import type { Objective, Trainer, TrainingStep } from "../../lib/train/index.ts";
import { lineObjective, lineStart } from "./line.ts";
import type { Line } from "./line.ts";

beforeAll(async () => {
  await selectBackend();
});

const schedule = warmupCosine({ peak: 0.1, warmup: 5, steps: 60 });
const options = { objective: lineObjective, learningRate: schedule, clip: 2, weightDecay: 0.01, keepEvery: 10 };
const training = (more = {}) => trainer(lineStart(), { ...options, rng: rng(1), ...more });
const losses = (steps: Iterable<TrainingStep>) => [...steps].map(({ loss }) => loss);
const values = (line: Line) => [line.slope.dataSync()[0]!, line.shift.dataSync()[0]!];

/** The same training in float64, written out: Loshchilov and Hutter 2019, algorithm 2, with the gradient by hand. */
function byHand(count: number): { losses: number[]; slope: number; shift: number } {
  const chance = streams(rng(1));
  const [w, m, v] = [
    [0.5, 0],
    [0, 0],
    [0, 0],
  ];
  const seen: number[] = [];
  for (let step = 0; step < count; step++) {
    const { x, y } = lineObjective.batch({ rng: chance(step), params: undefined as never });
    const errors = x.map((each, i) => w[0]! * each + w[1]! - y[i]!);
    seen.push(errors.reduce((sum, error) => sum + error * error, 0) / 3);
    let g = [
      errors.reduce((sum, error, i) => sum + (2 / 3) * error * x[i]!, 0),
      errors.reduce((sum, error) => sum + (2 / 3) * error, 0),
    ];
    const norm = Math.hypot(...g);
    g = g.map((each) => each * Math.min(1, 2 / (norm + 1e-6)));
    for (const i of [0, 1]) {
      // a vector of one number and a scalar: nothing is a matrix, so nothing decays
      m[i] = 0.9 * m[i]! + 0.1 * g[i]!;
      v[i] = 0.999 * v[i]! + 0.001 * g[i]! ** 2;
      const [mean, square] = [m[i]! / (1 - 0.9 ** (step + 1)), v[i]! / (1 - 0.999 ** (step + 1))];
      w[i]! -= (schedule(step) * mean) / (Math.sqrt(square) + 1e-8);
    }
  }
  return { losses: seen, slope: w[0]!, shift: w[1]! };
}

test("is the algorithm by hand, in float64: batches, clipping, schedule, AdamW", () => {
  const mo = training();
  const expected = byHand(60);
  losses(mo.steps(60)).forEach((loss, i) => {
    // float32 errors add up; the losses themselves are of this size
    expect(Math.abs(loss - expected.losses[i]!)).toBeLessThan(1e-4 * Math.max(1, expected.losses[i]!));
  });
  const [slope, shift] = values(mo.params);
  expect(slope).toBeCloseTo(expected.slope, 3);
  expect(shift).toBeCloseTo(expected.shift, 3);
  mo.dispose();
});

test("each step tells its number, its learning rate and how long the gradient was", () => {
  const mo = training();
  const steps = [...mo.steps(7)];
  expect(steps.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  steps.forEach(({ step, learningRate, gradientNorm }) => {
    expect(learningRate).toBe(schedule(step));
    expect(gradientNorm).toBeGreaterThan(0);
  });
  expect(mo.step).toBe(7);
  mo.dispose();
});

describe("a training that was left", () => {
  let whole: Trainer<Line>;
  let expected: number[] = [];
  beforeAll(() => {
    whole = training();
    expected = losses(whole.steps(40));
  });

  test("goes on with the numbers that it would have had", () => {
    const mo = training();
    const parts = [...losses(mo.steps(13)), ...losses(mo.steps(0)), ...losses(mo.steps(27))];
    expect(parts).toEqual(expected);
    expect(values(mo.params)).toEqual(values(whole.params));
  });

  test("is taken up from a file by another process, to the last digit", () => {
    for (const at of [0, 1, 17]) {
      const first = training();
      const begun = losses(first.steps(at));
      const other = training();
      losses(other.steps(3));
      other.load(first.save());
      expect(other.step).toBe(at);
      expect([...begun, ...losses(other.steps(40 - at))]).toEqual(expected);
      expect(values(other.params)).toEqual(values(whole.params));
    }
  });

  test("leaves the loop early without losing a step", () => {
    const mo = training();
    const seen: number[] = [];
    for (const { step, loss } of mo.steps(40)) {
      seen.push(loss);
      if (step === 8) break;
    }
    expect([...seen, ...losses(mo.steps(31))]).toEqual(expected);
  });

  test("and broken off in the middle of a step goes back to what is known whole", () => {
    let isBroken = false;
    const objective: Objective<Line> = {
      ...lineObjective,
      loss(params, batch) {
        if (isBroken) throw new Error("stopped");
        return lineObjective.loss(params, batch as never);
      },
    };
    const mo = training({ objective });
    expect(losses(mo.steps(23))).toEqual(expected.slice(0, 23));
    isBroken = true;
    expect(() => losses(mo.steps(5))).toThrow("stopped");
    isBroken = false;
    // the last state that was kept is that of step 20
    expect(losses(mo.steps(20))).toEqual(expected.slice(20));
  });
});

test("a batch for several steps is drawn once for them, and is a whole", () => {
  let drawn = 0;
  const objective: Objective<Line> = {
    ...lineObjective,
    stepsPerBatch: 4,
    batch(given) {
      drawn++;
      return lineObjective.batch(given);
    },
  };
  const mo = training({ objective });
  expect(losses(mo.steps(6))).toHaveLength(8);
  expect([mo.step, drawn]).toEqual([8, 2]);
  mo.dispose();
});

test("what is not used by the loss is left as it is, and what is loses weight if it is a matrix", () => {
  const start = { used: tensor1d([1, 1]).reshape([1, 2]), spare: tensor1d([7]) };
  const mo = trainer(start, {
    objective: { name: "sum", batch: () => 0, loss: (params) => params.used.sum().mul(0) },
    learningRate: 0.5,
    weightDecay: 0.1,
    rng: rng(1),
  });
  expect(losses(mo.steps(1))).toEqual([0]);
  expect([...mo.params.used.dataSync()]).toEqual([...Float32Array.of(0.95, 0.95)]);
  expect([...mo.params.spare.dataSync()]).toEqual([7]);
  expect([...start.used.dataSync()]).toEqual([1, 1]);
  mo.dispose();
});

test("a loss that is no number is told with its step, and the numbers before it are there", () => {
  const objective: Objective<{ x: ReturnType<typeof scalar> }> = {
    name: "root",
    batch: () => 0,
    loss: ({ x }) => log(x),
  };
  const mo = trainer({ x: scalar(0.25) }, { objective, learningRate: 0.2, rng: rng(1), keepEvery: 1 });
  expect(() => losses(mo.steps(9))).toThrow(
    /^root loss of step 2: expected a number \(is the learning rate too large\?\), got NaN$/u,
  );
  expect(() => losses(mo.steps(1))).toThrow("root loss of step 2");
  mo.dispose();
});

test("memory does not grow with the steps, and all of it is given back", () => {
  const before = memory().numTensors;
  const start = lineStart();
  const mo = trainer(start, { ...options, rng: rng(1) });
  losses(mo.steps(3));
  const { numTensors } = memory();
  losses(mo.steps(50));
  mo.load(mo.save());
  losses(mo.steps(2));
  expect(memory().numTensors).toBe(numTensors);
  mo.dispose();
  start.slope.dispose();
  start.shift.dispose();
  expect(memory().numTensors).toBe(before);
});

test("gradients are shortened together, to a length, and never made longer", () => {
  const gradients = { a: tensor1d([3, 0]), b: scalar(4) };
  const { gradients: short, norm } = clipGradients(gradients, { longest: 2.5 });
  expect(norm.dataSync()[0]).toBeCloseTo(5, 6);
  expect(short["a"]!.dataSync()[0]).toBeCloseTo(1.5, 5);
  expect(short["b"]!.dataSync()[0]).toBeCloseTo(2, 5);
  const { gradients: same } = clipGradients(gradients, { longest: 10 });
  expect(same["b"]!.dataSync()[0]).toBe(4);
  expect(clipGradients(gradients, { longest: Infinity }).gradients["b"]).toBe(gradients.b);
});

test("bad options are named", () => {
  expect(() => training({ learningRate: -1 })).toThrow("trainer learningRate");
  expect(() => losses(training({ clip: 0 }).steps(1))).toThrow(
    "clipGradients longest: expected a number above 0, got 0",
  );
  expect(() => training({ keepEvery: 0 })).toThrow("trainer keepEvery");
  expect(() => losses(training().steps(-1))).toThrow("trainer.steps count");
  expect(() => training().load(new Uint8Array(3))).toThrow(/expected/u);
});
