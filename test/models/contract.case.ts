/** What every model keeps, whatever it is made of. A model's own test calls `contract` with what is special to it. */
import * as tf from "@tensorflow/tfjs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { adamW } from "../../lib/backend/index.ts";
import { rng } from "../../lib/core/index.ts";
import type { Rng } from "../../lib/core/index.ts";
import { countParams, disposeParams, loadParams, mapParams, namedParams } from "../../lib/models/index.ts";
import { saveParams, trainable, variablesOf } from "../../lib/models/index.ts";
import type { Model, Params } from "../../lib/models/index.ts";
import { difference, expectNear, gradientsOf } from "./golden.ts";
import { startCpu } from "./start.ts";

export interface Contract<P extends Params, Input> {
  model: Model<P, Input, tf.Tensor>;
  /** An input of so many examples; results have the examples as their first axis. */
  input(options: { batch: number; rng: Rng }): Input;
  /** Example i of it, as a batch of one. */
  example(input: Input, i: number): Input;
  /** The smallest input there is: one example of one element. */
  smallest?(): Input;
  /** What training makes small. */
  loss(params: P, input: Input): tf.Scalar;
  learningRate?: number;
  /** Inputs that are refused, and a part of the message. */
  refused: readonly (readonly [what: string, input: () => Input, message: string])[];
  /**
   * For models that may not look ahead: the input with all changed from `position` on. The second axis of a result is
   * the position.
   */
  changedFrom?(input: Input, position: number): Input;
  /** Parameters that change no output by themselves, as a key's bias: all scores of a query move alike. */
  idle?: RegExp;
}

export function contract<P extends Params, Input>(name: string, make: () => Contract<P, Input>): void {
  describe(`${name} keeps the contract of models`, () => {
    beforeEach(startCpu);
    afterEach(() => tf.disposeVariables());

    test("the count of parameters is that of the tree", () => {
      const { model } = make();
      expect(model.parameterCount).toBe(countParams(model.init({ rng: rng(1) })));
    });

    test("the same seed gives the same start, another seed another; all of it is finite float32", () => {
      const { model } = make();
      const [first, again, other] = [1, 1, 2].map((seed) => model.init({ rng: rng(seed) }));
      expect(saveParams(again!)).toEqual(saveParams(first!));
      expect(saveParams(other!)).not.toEqual(saveParams(first!));
      for (const leaf of namedParams(first!).values()) {
        expect(leaf.dtype).toBe("float32");
        expect(leaf.dataSync().every(Number.isFinite)).toBe(true);
      }
    });

    test("forward is a function: the same output again, and parameters as they were", () => {
      const { model, input } = make();
      const params = model.init({ rng: rng(1) });
      const before = saveParams(params);
      const given = input({ batch: 2, rng: rng(3) });
      const first = model.forward(params, given);
      expect(first.shape[0]).toBe(2);
      expect(difference(model.forward(params, given), first)).toBe(0);
      expect(saveParams(params)).toEqual(before);
    });

    test("a batch gives what a loop gives", () => {
      const { model, input, example } = make();
      const params = lively(model);
      const given = input({ batch: 3, rng: rng(3) });
      const alone = [0, 1, 2].map((i) => model.forward(params, example(given, i)));
      expectNear(model.forward(params, given), tf.concat(alone, 0), { within: 2e-6 });
    });

    if (make().smallest)
      test("the smallest input is taken, and gives numbers", () => {
        const { model, smallest } = make();
        const output = model.forward(lively(model), smallest!());
        expect(output.shape[0]).toBe(1);
        expect(output.dataSync().every(Number.isFinite)).toBe(true);
      });

    test("what was saved computes the same, bit for bit", () => {
      const { model, input } = make();
      const params = lively(model);
      const loaded = loadParams(saveParams(params), { like: model.init({ rng: rng(9) }) });
      const given = input({ batch: 1, rng: rng(3) });
      expect(difference(model.forward(loaded, given), model.forward(params, given))).toBe(0);
    });

    test("nothing is left behind but the results", () => {
      const { model, input, loss } = make();
      const given = input({ batch: 2, rng: rng(3) });
      const start = tf.memory().numTensors;
      const params = model.init({ rng: rng(1) });
      const leaves = namedParams(params).size;
      expect(tf.memory().numTensors).toBe(start + leaves);
      const output = model.forward(params, given);
      expect(tf.memory().numTensors).toBe(start + leaves + 1);
      const number = loss(params, given);
      expect(tf.memory().numTensors).toBe(start + leaves + 2);
      disposeParams([params, output, number]);
      expect(tf.memory().numTensors).toBe(start);
    });

    test("every parameter has a gradient: none is forgotten", () => {
      const { model, input, loss, idle } = make();
      const given = input({ batch: 4, rng: rng(3) });
      const gradients = gradientsOf(lively(model), (params) => loss(params, given));
      const still = [...gradients].filter(([, each]) => !(tf.max(tf.abs(each)).dataSync()[0]! > 1e-7));
      expect(still.map(([name]) => name).filter((name) => !idle?.test(name))).toEqual([]);
    });

    test("a few steps of Adam lower the loss", () => {
      const { model, input, loss, learningRate = 1e-2 } = make();
      const params = trainable(model.init({ rng: rng(1) }));
      const given = input({ batch: 4, rng: rng(3) });
      const optimizer = adamW({ learningRate, weightDecay: 0 });
      const before = loss(params, given).dataSync()[0]!;
      for (let step = 0; step < 12; step++) optimizer.minimize(() => loss(params, given), false, variablesOf(params));
      expect(loss(params, given).dataSync()[0]).toBeLessThan(before * 0.98);
      optimizer.dispose();
    });

    test("what it cannot take is refused in words", () => {
      const { model, refused } = make();
      const params = model.init({ rng: rng(1) });
      for (const [what, input, message] of refused) expect(() => model.forward(params, input()), what).toThrow(message);
    });

    if (make().changedFrom)
      test("the future weighs nothing: outputs before a change differ by exactly 0", () => {
        const { model, input, changedFrom } = make();
        const params = lively(model);
        const given = input({ batch: 2, rng: rng(3) });
        const before = model.forward(params, given);
        const positions = before.shape[1]!;
        for (let position = 1; position < positions; position++) {
          const after = model.forward(params, changedFrom!(given, position));
          expect(difference(until(before, position), until(after, position))).toBe(0);
          expect(difference(before, after)).toBeGreaterThan(0);
        }
      });
  });
}

/** Parameters of which none is 0: what starts at 0 would hide a mistake. */
function lively<P extends Params>(model: Model<P, never, tf.Tensor>): P {
  const chance = rng(11);
  return mapParams(model.init({ rng: chance }), (leaf) => {
    const noise = Float32Array.from({ length: leaf.size }, () => 0.3 * chance.normal());
    return tf.tidy(() => tf.add(leaf, tf.tensor(noise, leaf.shape)));
  });
}

/** The first `count` positions. */
function until(each: tf.Tensor, count: number): tf.Tensor {
  return tf.slice(each, [0, 0], [each.shape[0]!, count]);
}
