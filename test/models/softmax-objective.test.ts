import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { fit, logisticObjective, softmaxObjective, softmaxProbabilities } from "../../lib/models/index.ts";

const drawn = (count: number, seed: number) => {
  const chance = rng(seed);
  return Float64Array.from({ length: count }, () => chance.normal());
};
const start = (seed: number) => {
  const inputs = Array.from({ length: 7 }, (_, i) => drawn(3, seed + i));
  const labels = inputs.map((_, i) => i % 4);
  return { inputs, labels, classes: 4, decay: 0.1 };
};

test("one class is certain; parameters of 0 find all classes alike", () => {
  expect(softmaxObjective({ inputs: [[5]], labels: [0], classes: 1 }).loss(Float64Array.of(1, 1))).toBeCloseTo(0, 15);
  const examples = { ...start(1), decay: 0 };
  expect(softmaxObjective(examples).loss(new Float64Array(16))).toBeCloseTo(Math.log(4), 12);
  expect(softmaxProbabilities(Float64Array.of(0, Math.log(3)), { input: [], classes: 2 })[1]).toBeCloseTo(0.75, 12);
});

test("the slope is that of the loss, by central differences in float64", () => {
  fc.assert(
    fc.property(fc.nat(500), (seed) => {
      const { loss, gradient, size } = softmaxObjective(start(seed));
      const parameters = drawn(size, seed + 99);
      gradient(parameters).forEach((slope, i) => {
        const at = (step: number) => loss(parameters.with(i, parameters[i]! + step));
        expect(slope).toBeCloseTo((at(1e-5) - at(-1e-5)) / 2e-5, 8);
      });
    }),
    { numRuns: 20 },
  );
});

test("two classes are the logistic regression of their difference", () => {
  const { inputs } = start(3);
  const labels = inputs.map((_, i) => i % 2);
  const two = softmaxObjective({ inputs, labels, classes: 2 });
  const one = logisticObjective(
    inputs,
    labels.map((label) => label === 1),
  );
  const [weights, bias] = [drawn(3, 5), 0.3];
  // class 0 has the logit 0
  const both = Float64Array.from([...weights].flatMap((weight) => [0, weight]).concat([0, bias]));
  expect(two.loss(both)).toBeCloseTo(one.loss(Float64Array.of(...weights, bias)), 12);
});

test("fitted, it tells classes that lie apart", () => {
  const centres = [
    [3, 0],
    [-3, 1],
    [0, -4],
  ];
  const chance = rng(1);
  const labels = Array.from({ length: 60 }, (_, i) => i % 3);
  const inputs = labels.map((label) => centres[label]!.map((each) => each + chance.normal()));
  const { parameters } = fit(softmaxObjective({ inputs, labels, classes: 3 }), { learningRate: 0.5, steps: 60 });
  const right = inputs.filter((input, i) => {
    const p = softmaxProbabilities(parameters, { input, classes: 3 });
    return p.indexOf(Math.max(...p)) === labels[i];
  });
  expect(right.length).toBeGreaterThan(55);
});

test("what is no lesson is refused", () => {
  const good = { inputs: [[1, 2]], labels: [0], classes: 2 };
  expect(() => softmaxObjective({ ...good, inputs: [], labels: [] })).toThrow("inputs: expected at least one example");
  expect(() => softmaxObjective({ ...good, labels: [0, 1] })).toThrow("labels: expected 1 labels");
  for (const label of [2, -1, 0.5, Number.NaN])
    expect(() => softmaxObjective({ ...good, labels: [label] })).toThrow(
      "softmaxObjective labels[0]: expected an integer",
    );
  expect(() => softmaxObjective({ ...good, inputs: [[1, 2], [1]], labels: [0, 0] })).toThrow("inputs[1]: expected 2");
  expect(() => softmaxObjective({ ...good, decay: -1 })).toThrow("softmaxObjective decay");
  expect(() => softmaxProbabilities(new Float64Array(3), { input: [1], classes: 2 })).toThrow("expected 4 numbers");
});
