import { describe, expect, it } from "vitest";
import { adam } from "../../lib/models/index.ts";

describe("adam", () => {
  it("moves by the learning rate in its first step, whatever the size of the gradient", () => {
    // Kingma and Ba 2015, section 2.1: with one gradient seen, the step is the rate times its sign
    const parameters = Float64Array.of(1, 1, 1);
    adam({ learningRate: 0.1 }).step(parameters, Float64Array.of(1e-3, -50, 0));
    expect(parameters[0]).toBeCloseTo(0.9, 5);
    expect(parameters[1]).toBeCloseTo(1.1, 5);
    expect(parameters[2]).toBe(1);
  });

  it("takes two steps as algorithm 1 does by hand", () => {
    const parameters = Float64Array.of(0);
    const optimiser = adam({ learningRate: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 0 });
    optimiser.step(parameters, Float64Array.of(2));
    optimiser.step(parameters, Float64Array.of(4));
    // m = .5·1 + .5·4 = 2.5, over 1 − .25; v = .75·1 + .25·16 = 4.75, over 1 − .5625
    expect(parameters[0]).toBeCloseTo(-0.1 - (0.1 * (2.5 / 0.75)) / Math.sqrt(4.75 / 0.4375), 12);
  });

  it("finds the bottom of a bowl whose sides differ a thousandfold", () => {
    const parameters = Float64Array.of(3, -2);
    const optimiser = adam({ learningRate: 0.05 });
    for (let i = 0; i < 2000; i++)
      optimiser.step(parameters, Float64Array.of(2000 * parameters[0]!, 2 * parameters[1]!), {
        learningRate: 0.05 * (1 - i / 2000),
      });
    for (const x of parameters) expect(Math.abs(x)).toBeLessThan(1e-3);
  });

  it("refuses vectors that change their length", () => {
    const optimiser = adam();
    expect(() => optimiser.step(new Float64Array(2), new Float64Array(3))).toThrow("adam gradient: expected length 2");
    expect(() => optimiser.step(new Float64Array(3), new Float64Array(3))).toThrow("adam parameters");
    expect(() => adam({ learningRate: Number.NaN })).toThrow("adam learningRate");
  });
});
