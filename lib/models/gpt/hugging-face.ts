/**
 * A GPT as Hugging Face transformers stores GPT-2: the numbers are the same, the names are theirs.
 *
 * Their Conv1D keeps weights as we do, `[in, out]`; `c_attn` holds query, key and value side by side. The output is the
 * token embedding and is not stored again. The masks `attn.bias` and `attn.masked_bias` of old files are no parameters.
 */
import { split, tensor, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import type { Activation } from "../../backend/index.ts";
import { check, decodeSafetensors, encodeSafetensors } from "../../core/index.ts";
import type { SafeTensor } from "../../core/index.ts";
import type { LayerNorm } from "../layers/layer-norm.ts";
import type { Linear } from "../layers/linear.ts";
import { sideBySide } from "./decoder.ts";
import { gpt } from "./gpt.ts";
import type { Gpt, GptParams } from "./gpt.ts";

/** What of their config.json says what the model is. */
export interface Gpt2Config {
  readonly model_type: "gpt2";
  readonly vocab_size: number;
  readonly n_positions: number;
  readonly n_embd: number;
  readonly n_layer: number;
  readonly n_head: number;
  readonly n_inner?: number | null;
  readonly activation_function?: string;
  readonly layer_norm_epsilon?: number;
  readonly tie_word_embeddings?: boolean;
  readonly [other: string]: unknown;
}

/** The two files of a model: config.json, parsed, and model.safetensors. */
export interface Gpt2Files {
  readonly config: Gpt2Config;
  readonly weights: Uint8Array;
}

const activations: Readonly<Record<string, Activation>> = {
  gelu_new: "gelu-tanh",
  gelu_pytorch_tanh: "gelu-tanh",
  gelu: "gelu",
  quick_gelu: "gelu-sigmoid",
};

/** The files that `GPT2LMHeadModel.from_pretrained` reads. Throws for a model that GPT-2 is not. */
export function toGpt2({ config }: Gpt, params: GptParams): Gpt2Files {
  const { positions, linearBias, finalNorm, tiedOutput } = config;
  const same = positions === "learned" && linearBias && finalNorm && tiedOutput;
  check(same, "toGpt2 model", "learned positions, biases, a final norm and a tied output, as GPT-2", config);
  const tensors = new Map<string, SafeTensor>();
  const put = (name: string, tensor: Tensor): void =>
    void tensors.set(`transformer.${name}`, { shape: tensor.shape, data: tensor.dataSync() as Float32Array });
  const putNorm = (name: string, { gain, bias }: LayerNorm): void => {
    put(`${name}.weight`, gain);
    put(`${name}.bias`, bias);
  };
  const putLinear = (name: string, { weight, bias }: Linear): void => {
    put(`${name}.weight`, weight);
    put(`${name}.bias`, bias!);
  };
  tidy(() => {
    put("wte.weight", params.tokens);
    put("wpe.weight", params.positions!);
    for (const [i, { norm1, attention, norm2, mlp }] of params.blocks.entries()) {
      putNorm(`h.${i}.ln_1`, norm1);
      putLinear(`h.${i}.attn.c_attn`, sideBySide([attention.query, attention.key, attention.value]));
      putLinear(`h.${i}.attn.c_proj`, attention.output);
      putNorm(`h.${i}.ln_2`, norm2);
      putLinear(`h.${i}.mlp.c_fc`, mlp.up);
      putLinear(`h.${i}.mlp.c_proj`, mlp.down);
    }
    putNorm("ln_f", params.norm!);
  });
  return { config: configOf(config), weights: encodeSafetensors(tensors, { metadata: { format: "pt" } }) };
}

/** The model in such files. Throws if it is none that `gpt` computes, or a number is missing, unknown or of another shape. */
export function fromGpt2({ config, weights }: Gpt2Files): { model: Gpt; params: GptParams } {
  const model = modelOf(config);
  const { vocabSize, dModel, layers, context, dMlp } = model.config;
  const left = new Map(decodeSafetensors(weights).tensors);
  // the files of the first release have no "transformer." before their names
  const prefix = left.has("wte.weight") ? "" : "transformer.";
  const take = (name: string, shape: number[]): Tensor => {
    const found = left.get(prefix + name);
    const fits = found?.shape.join() === shape.join() && !(found.data instanceof BigInt64Array);
    check(
      found !== undefined && fits,
      `fromGpt2 ${name}`,
      `shape [${shape.join(", ")}]`,
      found?.shape.join() ?? "none",
    );
    left.delete(prefix + name);
    return tensor(Float32Array.from(found.data as Float32Array), shape);
  };
  const takeNorm = (name: string): LayerNorm => ({
    gain: take(`${name}.weight`, [dModel]),
    bias: take(`${name}.bias`, [dModel]),
  });
  const takeLinear = (name: string, [from, to]: [number, number]): Linear => ({
    weight: take(`${name}.weight`, [from, to]),
    bias: take(`${name}.bias`, [to]),
  });
  const params = tidy(() => ({
    tokens: take("wte.weight", [vocabSize, dModel]),
    positions: take("wpe.weight", [context, dModel]),
    blocks: Array.from({ length: layers }, (_, i) => {
      const [query, key, value] = thirds(takeLinear(`h.${i}.attn.c_attn`, [dModel, 3 * dModel]));
      const output = takeLinear(`h.${i}.attn.c_proj`, [dModel, dModel]);
      return {
        norm1: takeNorm(`h.${i}.ln_1`),
        attention: { query, key, value, output },
        norm2: takeNorm(`h.${i}.ln_2`),
        mlp: {
          up: takeLinear(`h.${i}.mlp.c_fc`, [dModel, dMlp]),
          down: takeLinear(`h.${i}.mlp.c_proj`, [dMlp, dModel]),
        },
      };
    }),
    norm: takeNorm("ln_f"),
  }));
  const unknown = [...left.keys()].find((name) => !/(^lm_head\.weight|\.attn\.(masked_)?bias)$/u.test(name));
  check(unknown === undefined, "fromGpt2 weights", "only the names of GPT-2", unknown);
  return { model, params };
}

/** Three layers that stand side by side. */
function thirds({ weight, bias }: Linear): [Linear, Linear, Linear] {
  const biases = split(bias!, 3);
  return split(weight, 3, 1).map((each, i) => ({ weight: each, bias: biases[i]! })) as [Linear, Linear, Linear];
}

function modelOf(config: Gpt2Config): Gpt {
  check(typeof config === "object" && config !== null, "fromGpt2 config", "the object in config.json", config);
  const { model_type, activation_function = "gelu_new", n_inner, n_embd, tie_word_embeddings = true } = config;
  check(model_type === "gpt2", "fromGpt2 model_type", "gpt2", model_type);
  const activation = Object.hasOwn(activations, activation_function) ? activations[activation_function] : undefined;
  check(
    activation !== undefined,
    "fromGpt2 activation_function",
    Object.keys(activations).join(", "),
    activation_function,
  );
  check(tie_word_embeddings, "fromGpt2 tie_word_embeddings", "true", tie_word_embeddings);
  for (const option of ["scale_attn_by_inverse_layer_idx", "add_cross_attention"])
    check(!config[option], `fromGpt2 ${option}`, "false", config[option]);
  check(config["scale_attn_weights"] !== false, "fromGpt2 scale_attn_weights", "true", false);
  return gpt({
    vocabSize: config.vocab_size,
    dModel: n_embd,
    layers: config.n_layer,
    heads: config.n_head,
    context: config.n_positions,
    dMlp: n_inner ?? 4 * n_embd,
    activation,
    epsilon: config.layer_norm_epsilon ?? 1e-5,
  });
}

function configOf(config: Gpt["config"]): Gpt2Config {
  const { vocabSize, context, dModel, layers, heads, dMlp, activation, epsilon } = config;
  return {
    architectures: ["GPT2LMHeadModel"],
    model_type: "gpt2",
    vocab_size: vocabSize,
    n_positions: context,
    n_embd: dModel,
    n_layer: layers,
    n_head: heads,
    n_inner: dMlp,
    activation_function: Object.keys(activations).find((name) => activations[name] === activation)!,
    layer_norm_epsilon: epsilon,
    tie_word_embeddings: true,
    bos_token_id: null,
    eos_token_id: null,
  };
}
