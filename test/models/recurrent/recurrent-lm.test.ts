import * as tf from "@tensorflow/tfjs";
import { beforeEach, expect, test } from "vitest";
import { rng } from "../../../lib/core/index.ts";
import { recurrentLm, trainable } from "../../../lib/models/index.ts";
import type { RecurrentConfig } from "../../../lib/models/index.ts";
import { contract } from "../contract.case.ts";
import { expectNear } from "../golden.ts";
import { startCpu } from "../start.ts";
import { randomIds, tokenInputs } from "../token-ids.ts";

beforeEach(startCpu);

const names = ["elman", "gru", "lstm"] as const;
const make = (cell: RecurrentConfig["cell"]) => recurrentLm({ vocabSize: 7, dEmbed: 3, dHidden: 5, cell });

for (const name of names)
  contract(`a recurrent language model (${name})`, () => {
    const model = make(name);
    return {
      model,
      ...tokenInputs({ vocab: 7, positions: 5 }),
      loss: model.loss,
      refused: [
        ["no positions", () => tf.zeros([1, 0], "int32"), "recurrentLm ids: expected [batch, pos] with at least 1"],
        ["no batch axis", () => tf.zeros([3], "int32"), 'got "[3]"'],
        ["no examples", () => tf.zeros([0, 3], "int32"), 'got "[0, 3]"'],
        ["an id that is none", () => tf.tensor2d([[7]], [1, 1], "int32"), "expected 0 to 6, got 7"],
      ],
    };
  });

test.each(names)("step by step it says what the whole pass says, with a state of one size: %s", (name) => {
  const model = make(name);
  const params = model.init({ rng: rng(1) });
  const ids = randomIds([2, 6], { vocab: 7, rng: rng(2) });
  const whole = model.forward(params, ids);
  let state = model.start({ batch: 2 });
  for (let position = 0; position < 6; position++) {
    const tokens = ids.slice([0, position], [2, 1]).squeeze([1]);
    const step = model.step(params, tokens, { state });
    expectNear(step.logits, whole.slice([0, position, 0], [2, 1, 7]).squeeze([1]));
    expect(step.state.map(({ shape }) => shape)).toEqual(state.map(() => [2, 5]));
    state = step.state;
  }
});

test("it learns what lies three tokens back, which no bigram can", () => {
  // each token repeats the one three before it: before that there are ln 4 nats to guess, after it nothing
  const chance = rng(3);
  const rows = Array.from({ length: 16 }, () => {
    const start = [0, 1, 2].map(() => chance.int(4));
    return Array.from({ length: 7 }, (_, i) => start[i % 3]!);
  });
  const ids = tf.tensor2d(rows, undefined, "int32");
  const counts = tf.tensor2d(rows.map((row) => row.map((_, i) => Number(i >= 3))));
  const model = recurrentLm({ vocabSize: 4, dEmbed: 8, dHidden: 24, cell: "gru" });
  const params = trainable(model.init({ rng: rng(1) }));
  const optimizer = tf.train.adam(0.03);
  for (let step = 0; step < 80; step++) optimizer.minimize(() => model.loss(params, ids, { counts }));
  expect(model.loss(params, ids, { counts }).dataSync()[0]).toBeLessThan(0.1);
  tf.disposeVariables();
});

test("a token's vector starts with length one, about: cells are made for inputs of that size", () => {
  const { tokens } = recurrentLm({ vocabSize: 50, dEmbed: 40, dHidden: 2, cell: "elman" }).init({ rng: rng(1) });
  const lengths = tf.norm(tokens, 2, 1);
  expect(tf.mean(lengths).dataSync()[0]).toBeCloseTo(1, 1);
});

test("one token teaches nothing, and is refused as a lesson", () => {
  const model = make("gru");
  const ids = tf.zeros([1, 1], "int32");
  expect(() => model.loss(model.init({ rng: rng(1) }), ids)).toThrow("with at least 2 positions");
});

test.each([
  [{ vocabSize: 0 }, "recurrentLm vocabSize: expected an integer of at least 1"],
  [{ dHidden: 1.5 }, "recurrentLm dHidden"],
  [{ cell: "transformer" }, 'recurrentLm cell: expected elman, gru, lstm, got "transformer"'],
  [{ cell: "toString" }, "recurrentLm cell"],
])("a config that fits no model is refused: %o", (wrong, message) => {
  const config = { vocabSize: 7, dEmbed: 3, dHidden: 5, cell: "gru", ...(wrong as object) } as RecurrentConfig;
  expect(() => recurrentLm(config)).toThrow(message);
});
