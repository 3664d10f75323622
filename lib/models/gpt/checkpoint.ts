/** A GPT in one file: its numbers, its sizes, and what else a reader of it needs to know, as safetensors. */
import { readFileSync } from "node:fs";
import type { DecoderConfig } from "../../backend/index.ts";
import { check, InputError, rng, decodeSafetensors } from "../../core/index.ts";
import { countParams, disposeParams, loadParams, saveParams } from "../params.ts";
import type { SaveOptions } from "../params.ts";
import { gpt } from "./gpt.ts";
import type { Gpt, GptParams } from "./gpt.ts";

export interface SavedGpt {
  readonly model: Gpt;
  readonly params: GptParams;
  /** What was written beside it: where it comes from, its vocabulary. */
  readonly metadata: Readonly<Record<string, string>>;
}

/** The bytes of such a file. `metadata` is text by name; `gpt`, the sizes as JSON, is added. */
export function saveGpt(
  { model, params, metadata }: SavedGpt,
  { halfPrecision }: Pick<SaveOptions, "halfPrecision"> = {},
): Uint8Array {
  const { parameterCount } = model;
  const count = countParams(params);
  check(count === parameterCount, "saveGpt params", `the ${parameterCount} parameters of the model`, count);
  const whole = { ...metadata, gpt: JSON.stringify(model.config) };
  return saveParams(params, { metadata: whole, ...(halfPrecision !== undefined && { halfPrecision }) });
}

/** The model in such a file. Throws if it says no sizes, or has other numbers than they ask for. */
export function loadGpt(bytes: Uint8Array): SavedGpt {
  const { metadata, tensors } = decodeSafetensors(bytes);
  const { gpt: sizes, ...rest } = metadata;
  check(sizes !== undefined, "loadGpt metadata", "a text named gpt, the sizes as JSON", "none");
  const model = gpt(sizesIn(sizes));
  const size = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  check(size === model.parameterCount, "loadGpt weights", `${model.parameterCount} numbers`, size);
  const like = model.init({ rng: rng(0) });
  try {
    return { model, params: loadParams(bytes, { like }), metadata: rest };
  } finally {
    disposeParams(like);
  }
}

/** The trained models of data/checkpoints: `npm run train` makes them, and its recipes say how. */
export type CheckpointName = "village-letters" | "mo-base" | "shakespeare" | "tang-poems";

/** A trained model, by the name of its file. */
export function checkpoint(name: CheckpointName): SavedGpt {
  return loadGpt(
    new Uint8Array(readFileSync(new URL(`../../../data/checkpoints/${name}.safetensors`, import.meta.url))),
  );
}

function sizesIn(text: string): DecoderConfig {
  try {
    return JSON.parse(text) as DecoderConfig;
  } catch {
    throw new InputError(`loadGpt metadata: expected JSON in the text named gpt, got ${text.slice(0, 40)}`);
  }
}
