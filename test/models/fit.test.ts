import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { fit, lineObjective, logisticObjective, logisticProbability } from "../../lib/models/index.ts";
import type { Objective } from "../../lib/models/index.ts";

const small = { min: -3, max: 3, noNaN: true };

const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;

/** Central differences, the independent way to a slope. */
function slopes(objective: Objective, at: Float64Array): number[] {
  const h = 1e-5;
  return Array.from(at, (_, i) => {
    const up = Float64Array.from(at);
    const down = Float64Array.from(at);
    up[i]! += h;
    down[i]! -= h;
    return (objective.loss(up) - objective.loss(down)) / (2 * h);
  });
}

function close(measured: ArrayLike<number>, expected: number[]): void {
  for (const [i, value] of expected.entries())
    expect(Math.abs(measured[i]! - value)).toBeLessThan(1e-6 * (1 + Math.abs(value)));
}

describe("fit", () => {
  it("finds the line that the normal equations give", () => {
    const r = rng(4);
    const xs = Array.from({ length: 40 }, () => r.normal());
    const ys = xs.map((x) => 3 * x - 4 + 0.3 * r.normal());
    // ordinary least squares in closed form
    const [mx, my] = [mean(xs), mean(ys)];
    const slope = mean(xs.map((x, i) => (x - mx) * (ys[i]! - my))) / mean(xs.map((x) => (x - mx) ** 2));
    close(fit(lineObjective(xs, ys), { learningRate: 0.2, steps: 500 }).parameters, [slope, my - slope * mx]);
  });

  it("never raises the loss of a line with small steps, and remembers every step", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.double(small), fc.double(small)), { minLength: 1, maxLength: 20 }), (points) => {
        const { history } = fit(
          lineObjective(
            points.map(([x]) => x),
            points.map(([, y]) => y),
          ),
          { learningRate: 0.01, steps: 20 },
        );
        return history.length === 21 && history.every(({ loss }, i) => i === 0 || loss <= history[i - 1]!.loss + 1e-12);
      }),
    );
  });

  it("says that the steps are too large when the loss explodes", () => {
    expect(() => fit(lineObjective([100, -100], [1, 2]), { learningRate: 10, steps: 200 })).toThrow(
      "is the learning rate too large?",
    );
  });

  it("returns the start when it makes no step", () => {
    expect([...fit(lineObjective([1], [1]), { learningRate: 1, steps: 0, start: [5, 6] }).parameters]).toEqual([5, 6]);
  });

  it("checks its input", () => {
    expect(() => lineObjective([1, 2], [1])).toThrow("lineObjective ys: expected 2 numbers");
    expect(() => logisticObjective([[1], [1, 2]], [true, false])).toThrow("inputs[1]: expected 1 numbers");
    expect(() => fit(lineObjective([1], [1]), { learningRate: 0.1, steps: 1, start: [1] })).toThrow(
      "fit start: expected 2 numbers",
    );
  });
});

describe("objectives", () => {
  it("have the slopes that finite differences measure", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.double(small), fc.double(small), fc.boolean()), { minLength: 1, maxLength: 8 }),
        fc.tuple(fc.double(small), fc.double(small), fc.double(small)),
        (points, at) => {
          const line = lineObjective(
            points.map(([x]) => x),
            points.map(([, y]) => y),
          );
          const logistic = logisticObjective(
            points.map(([x, y]) => [x, y]),
            points.map(([, , label]) => label),
          );
          close(line.gradient(Float64Array.from(at.slice(0, 2))), slopes(line, Float64Array.from(at.slice(0, 2))));
          close(logistic.gradient(Float64Array.from(at)), slopes(logistic, Float64Array.from(at)));
        },
      ),
    );
  });

  it("stay finite for scores that would overflow", () => {
    const objective = logisticObjective([[1e6]], [false]);
    expect(objective.loss(Float64Array.of(1, 0))).toBe(1e6);
    expect(logisticProbability(Float64Array.of(-1, 0), [1e6])).toBe(0);
    expect(objective.loss(Float64Array.of(0, 0))).toBeCloseTo(Math.LN2, 12);
  });
});
