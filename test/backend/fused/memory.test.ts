/** What a call leaves behind: its result, and nothing of what it was made from. */
import * as tf from "@tensorflow/tfjs";
import { beforeAll, describe, expect, test } from "vitest";
import * as engine from "../../../lib/backend/index.ts";
import { startEngine } from "../start.ts";

beforeAll(startEngine);

type Inputs = Record<"x" | "vector" | "q" | "table" | "ids", tf.Tensor>;
const calls: Record<string, (inputs: Inputs) => tf.Tensor> = {
  layerNorm: ({ x, vector }) => engine.layerNorm(x, { gain: vector, bias: vector }),
  "gelu, erf": ({ x }) => engine.gelu(x),
  "gelu, tanh": ({ x }) => engine.gelu(x, { form: "tanh" }),
  "gelu, sigmoid": ({ x }) => engine.gelu(x, { form: "sigmoid" }),
  causalAttention: ({ q }) => engine.causalAttention({ q: q as tf.Tensor4D, k: q as tf.Tensor4D, v: q as tf.Tensor4D }),
  softmaxCrossEntropy: ({ x, ids }) => engine.softmaxCrossEntropy(x, ids),
  embedding: ({ table, ids }) => engine.embedding(table as tf.Tensor2D, ids),
};

describe.each([engine.backendName, "cpu"])("on the backend %s", (backend) => {
  test.each(Object.entries(calls))("%s leaves its result and its gradients only", (_, call) => {
    tf.setBackend(backend);
    const inputs: Inputs = {
      x: tf.ones([2, 3]),
      vector: tf.ones([3]),
      q: tf.ones([1, 2, 3, 4]),
      table: tf.ones([5, 2]),
      ids: tf.tensor1d([1, 2], "int32"),
    };
    const variables = Object.values(inputs).filter(({ dtype }) => dtype === "float32");
    const before = tf.memory();
    const y = call(inputs);
    expect(tf.memory().numTensors).toBe(before.numTensors + 1);
    const used = variables.map((each) => tf.variable(each));
    const [x, vector, q, table] = used as [tf.Variable, tf.Variable, tf.Variable, tf.Variable];
    const { value, grads } = tf.variableGrads(() => tf.sum(call({ ...inputs, x, vector, q, table })));
    const found = Object.values(grads).filter((each) => each !== null);
    expect(tf.memory().numTensors).toBe(before.numTensors + 1 + used.length + 1 + found.length);
    tf.dispose([y, value, found, used]);
    expect(tf.memory()).toMatchObject({ numTensors: before.numTensors, numDataBuffers: before.numDataBuffers });
    tf.dispose(Object.values(inputs));
    tf.setBackend(engine.backendName);
  });
});
