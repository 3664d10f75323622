/** A training in a notebook's cell that is stopped at any moment can go on. */
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { startSession } from "../../lib/session/index.ts";
import { shown } from "../session/open.ts";

const root = path.resolve(import.meta.dirname, "../..");
const session = await startSession({ cwd: path.join(root, "test", "backend") });
afterAll(() => session.close());

test("stopped eighty times in the middle of steps, it keeps weights and moments and leaves next to nothing behind", async () => {
  const prepared = await session.run(`
    import * as tf from "@tensorflow/tfjs";
    import { registerOnnxBackend } from "../../lib/backend/index.ts";
    import { createGpt } from "../../scripts/bench/engine/gpt-model.ts";
    registerOnnxBackend({ threads: 2 });
    await tf.setBackend("onnx");
    const config = { vocab: 32, dModel: 32, layers: 1, heads: 2, context: 32, batch: 8 };
    const model = createGpt(config);
    const ids = tf.tensor1d(Int32Array.from({ length: 256 }, (_, i) => (i * 7) % 32));
    const optimizer = tf.train.adam(1e-3);
    function step(): number {
      const cost = optimizer.minimize(() => model.loss(ids, ids), true, model.weights)!;
      const loss = cost.dataSync()[0]!;
      cost.dispose();
      return loss;
    }
    step();
    tf.memory().numTensors`);
  let tensors = Number(shown(prepared));
  const weights = 2 + 8;
  // each with two moments
  expect(tensors).toBeGreaterThan(3 * weights);
  let before = Infinity;
  for (let round = 0; round < 80; round++) {
    const running = session.run("for (;;) step();");
    await sleep(5 + ((round * 37) % 40));
    await session.interrupt();
    expect((await running).status).toBe("interrupted");
    // what the code that was stopped would have disposed itself: the loss and the gradients of that step, and the old
    // value of the one variable that was taking its new one
    const left = Number(shown(await session.run("tf.memory().numTensors")));
    expect(left - tensors).toBeLessThanOrEqual(1 + weights + 1);
    tensors = left;
    const loss = Number(shown(await session.run("step()")));
    // Adam makes no leaps here, so a loss that rose would be a weight that was lost
    expect(loss).toBeLessThan(before * 1.1);
    before = loss;
  }
  expect(before).toBeLessThan(0.1);
});
