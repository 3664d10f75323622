import * as tf from "@tensorflow/tfjs";
import { beforeEach, describe, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { countParams, elman, gru, lstm, mapParams, normal } from "../../../lib/models/index.ts";
import type { Cell, Gate, Gru, Params } from "../../../lib/models/index.ts";
import { difference, expectNear, golden, gradientsOf } from "../golden.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

const cells: Record<string, Cell<Params>> = {
  elman: elman as Cell<never> as Cell<Params>,
  gru: gru as Cell<never> as Cell<Params>,
  lstm: lstm as Cell<never> as Cell<Params>,
};

/** What others see of the cell after each of x `[batch, pos, dInput]`: `[batch, pos, dHidden]`. */
function run(cell: Cell<Params>, params: Params, { x, dHidden }: { x: tf.Tensor; dHidden: number }): tf.Tensor {
  let state = Array.from({ length: cell.states }, () => tf.zeros([x.shape[0]!, dHidden])) as readonly tf.Tensor[];
  const seen = tf.unstack(x, 1).map((each) => {
    state = cell.step(params, each, state);
    return state[0]!;
  });
  return tf.stack(seen, 1);
}

describe("as PyTorch in float64: its RNN and LSTM, and the formulas of Cho's GRU", () => {
  test.each(Object.keys(cells))("values and gradients: %s", (name) => {
    const cell = cells[name]!;
    const file = golden(`recurrent/${name}`);
    const params = file.tree("params", cell.init([3, 4], { rng: rng(1) }));
    const x = file.get("x");
    expectNear(run(cell, params, { x, dHidden: 4 }), file.get("y"));
    const gradients = gradientsOf({ cell: params, x }, (each) =>
      tf.sum(tf.mul(run(cell, each.cell, { x: each.x, dHidden: 4 }), file.get("probe"))),
    );
    const expected = file.all("gradients");
    expect(gradients.size).toBe(expected.size);
    for (const [each, gradient] of expected)
      expectNear(gradients.get(each === "x" ? "x" : `cell.${each}`)!, gradient, { within: 1e-5 });
  });
});

test("the GRU is that of TensorFlow.js' layers, which was written from the same paper", () => {
  const chance = rng(2);
  const params = mapParams(gru.init([3, 4], { rng: chance }) as Gru, ({ shape }) =>
    normal(shape, { rng: chance, std: 0.5 }),
  );
  // Keras keeps update, reset, candidate side by side
  const side = (pick: (gate: Gate) => tf.Tensor, axis: number): tf.Tensor =>
    tf.concat(
      [params.update, params.reset, params.candidate].map((each) => pick(each)),
      axis,
    );
  const layer = tf.layers.gru({ units: 4, returnSequences: true, recurrentActivation: "sigmoid", inputShape: [6, 3] });
  const model = tf.sequential({ layers: [layer] });
  layer.setWeights([
    side(({ input }) => input.weight, 1),
    side(({ hidden }) => hidden.weight, 1),
    side(({ input }) => input.bias!, 0),
  ]);
  const x = normal([2, 6, 3], { rng: chance, std: 1 });
  expectNear(run(cells["gru"]!, params, { x, dHidden: 4 }), model.predict(x) as tf.Tensor);
  model.dispose();
});

const open = 100;
const gateOf = (bias: number): Gate => ({
  input: { weight: tf.zeros([1, 1]), bias: tf.tensor1d([bias]) },
  hidden: { weight: tf.zeros([1, 1]) },
});

test("a GRU whose update gate is open keeps its state exactly, one whose gate is shut replaces it", () => {
  const h = tf.tensor2d([[0.25]]);
  const parts = { reset: gateOf(0), candidate: gateOf(open) };
  const after = (update: Gate) => gru.step({ ...parts, update }, tf.ones([1, 1]), [h])[0]!.dataSync()[0];
  expect(after(gateOf(open))).toBe(0.25);
  expect(after(gateOf(-open))).toBe(1);
});

test("an LSTM that forgets nothing and writes nothing keeps its cell for as long as it likes", () => {
  const params = { input: gateOf(-open), forget: gateOf(open), output: gateOf(open), candidate: gateOf(0) };
  let state: readonly tf.Tensor[] = [tf.zeros([1, 1]), tf.tensor2d([[0.75]])];
  for (let step = 0; step < 50; step++) state = lstm.step(params, tf.ones([1, 1]), state);
  expect(state[1]!.dataSync()[0]).toBe(0.75);
  expectNear(state[0]!, [Math.tanh(0.75)]);
});

test("an LSTM begins by remembering: its forget gate's bias is 1, all others 0", () => {
  const { forget, input } = lstm.init([3, 4], { rng: rng(1) });
  expect(difference(forget.input.bias!, tf.ones([4]))).toBe(0);
  expect(difference(input.input.bias!, tf.zeros([4]))).toBe(0);
});

test.each(Object.keys(cells))("has as many numbers as the formula says, and starts without leaks: %s", (name) => {
  const cell = cells[name]!;
  const before = tf.memory().numTensors;
  const params = cell.init([3, 4], { rng: rng(1) });
  const gates = { elman: 1, gru: 3, lstm: 4 }[name]!;
  expect(countParams(params)).toBe(cell.count([3, 4]));
  expect(cell.count([3, 4])).toBe(gates * (3 * 4 + 4 * 4 + 4));
  expect(tf.memory().numTensors - before).toBe(gates * 3);
});
