import * as tf from "@tensorflow/tfjs";
import type { DecoderConfig } from "../../../lib/backend/index.ts";
import { gpt } from "../../../lib/models/index.ts";
import { contract } from "../contract.case.ts";
import { tokenInputs } from "../token-ids.ts";

const small: DecoderConfig = { vocabSize: 11, dModel: 8, layers: 2, heads: 2, context: 5, dMlp: 12 };
const kinds: Record<string, Partial<DecoderConfig>> = {
  "as GPT-2": {},
  "rotary positions": { positions: "rotary" },
  ALiBi: { positions: "alibi", activation: "gelu" },
  "no positions, no biases, own output, no final norm": {
    positions: "none",
    linearBias: false,
    tiedOutput: false,
    finalNorm: false,
  },
};

for (const [name, kind] of Object.entries(kinds))
  contract(`a GPT (${name})`, () => {
    const model = gpt({ ...small, ...kind });
    return {
      model,
      ...tokenInputs({ vocab: 11, positions: 5 }),
      loss: model.loss,
      idle: /key\.bias$/u,
      refused: [
        ["no positions", () => tf.zeros([1, 0], "int32"), "gpt ids: expected [batch, pos] with 1 to 5 positions"],
        ["more than the context", () => tf.zeros([1, 6], "int32"), '1 to 5 positions, got "[1, 6]"'],
        ["no batch axis", () => tf.zeros([3], "int32"), 'got "[3]"'],
        ["no examples", () => tf.zeros([0, 3], "int32"), 'got "[0, 3]"'],
        ["an id that is none", () => tf.tensor2d([[11]], [1, 1], "int32"), "ids: expected 0 to 10, got 11"],
        ["fractions", () => tf.tensor2d([[0.5]]), "ids: expected int32, got float32"],
      ],
    };
  });
