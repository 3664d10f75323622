/** What every model does on the fastest engine: the same numbers as on tfjs' own, no kernel left to that, and it learns. */
import type * as tf from "@tensorflow/tfjs";
import { describe, expect, test } from "vitest";
import { adamW } from "../../lib/backend/index.ts";
import { trainable, variablesOf } from "../../lib/models/index.ts";
import type { Params } from "../../lib/models/index.ts";
import { expectSame } from "../backend/on-both.ts";
import { gradientsOf } from "./golden.ts";

export interface Case {
  /** Made inside the run, so that its tensors are of the backend at hand. */
  start(): { params: Params; loss(params: never): tf.Scalar; outputs?(params: never): tf.Tensor[] };
}

/** Tests of each case. The caller has started the engine. */
export function engineCases(cases: Readonly<Record<string, Case>>): void {
  describe.each(Object.keys(cases))("%s", (name) => {
    test("has the same loss, gradients and pictures, and leaves no kernel to tfjs", () => {
      expectSame(
        () => {
          const { params, loss, outputs } = cases[name]!.start();
          const gradients = gradientsOf(params, (each) => loss(each as never));
          // a key's bias has a gradient of rounding only
          const kept = [...gradients].filter(([key]) => !key.endsWith("key.bias")).map(([, each]) => each);
          return [loss(params as never), ...kept, ...(outputs?.(params as never) ?? [])];
        },
        { relative: 1e-3, absolute: 3e-6, anyZero: true },
      );
    });

    test("learns", () => {
      const { params, loss } = cases[name]!.start();
      const variables = trainable(params);
      const optimizer = adamW({ learningRate: 1e-2 });
      const before = loss(variables as never).dataSync()[0]!;
      for (let step = 0; step < 10; step++)
        optimizer.minimize(() => loss(variables as never), false, variablesOf(variables));
      expect(loss(variables as never).dataSync()[0]).toBeLessThan(before * 0.95);
    });
  });
}
