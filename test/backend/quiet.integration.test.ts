/** What the engine thinks of a graph is nobody's business: a cell's stderr is the reader's. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.join(import.meta.dirname, "../..");

// ONNX Runtime finds numbers in the graph of its gradients that it does not need, and says so at the level "warning"
const program = `
import * as tf from "@tensorflow/tfjs";
import { selectBackend } from "./lib/backend/index.ts";
import { rng } from "./lib/core/index.ts";
import { gpt, lora } from "./lib/models/index.ts";
await selectBackend({ env: { TF_BACKEND: "onnx" } });
const model = gpt({ vocabSize: 11, dModel: 16, layers: 2, heads: 2, context: 8 });
const base = model.init({ rng: rng(1) });
const { init, apply } = lora(base, { rank: 2, targets: (name) => name === "blocks.0.attention.query.weight" });
const [{ a, b }] = Object.values(init({ rng: rng(2) }));
const ids = tf.zeros([3, 8], "int32");
const loss = (a, b) => model.loss(apply(base, { "blocks/0/attention/query/weight": { a, b } }), ids);
console.log(tf.grads(loss)([a, b]).map((each) => each.dataSync().length).join());
`;

test("a graph that is optimised when it is compiled leaves stderr empty", () => {
  const args = ["--disable-warning=ExperimentalWarning", "--input-type=module", "-e", program];
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", timeout: 60_000 });
  expect({ stdout: stdout.trim(), stderr }).toEqual({ stdout: "32,32", stderr: "" });
});
