import { beforeEach, expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, rng } from "../../../lib/core/index.ts";
import { fromGpt2, gpt, loadGpt, saveGpt, toGpt2 } from "../../../lib/models/index.ts";
import type { Gpt2Config } from "../../../lib/models/index.ts";
import { breaksAt } from "../../damaged.ts";
import { startCpu } from "../start.ts";

beforeEach(startCpu);

const model = gpt({ vocabSize: 5, dModel: 4, layers: 1, heads: 2, context: 3 });

test("sizes in a checkpoint of which any one is something else are refused by name, or are the same model", () => {
  const { tensors, metadata } = decodeSafetensors(
    saveGpt({ model, params: model.init({ rng: rng(1) }), metadata: {} }),
  );
  const read = (sizes: string): void =>
    void loadGpt(encodeSafetensors(tensors, { metadata: { ...metadata, gpt: sizes } }));
  read(metadata["gpt"]!);
  expect(breaksAt(JSON.parse(metadata["gpt"]!), read)).toEqual([]);
});

test("a config.json of GPT-2 in which anything is something else is refused by name, or is the same model", () => {
  const { config, weights } = toGpt2(
    { ...model, config: gpt({ ...model.config, linearBias: true, finalNorm: true, tiedOutput: true }).config },
    gpt({ ...model.config, linearBias: true, finalNorm: true, tiedOutput: true }).init({ rng: rng(1) }),
  );
  const read = (text: string): void => void fromGpt2({ config: JSON.parse(text) as Gpt2Config, weights });
  read(JSON.stringify(config));
  expect(breaksAt(config, read)).toEqual([]);
});

test("a header of safetensors in which anything is something else is refused by name", () => {
  const bytes = encodeSafetensors(new Map([["a", { shape: [2], data: Float32Array.of(1, 2) }]]), {
    metadata: { what: "two numbers" },
  });
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as object;
  const read = (text: string): void => {
    const changed = new TextEncoder().encode(text);
    const file = new Uint8Array(8 + changed.length + 8);
    new DataView(file.buffer).setBigUint64(0, BigInt(changed.length), true);
    file.set(changed, 8);
    file.set(bytes.subarray(8 + length), 8 + changed.length);
    decodeSafetensors(file);
  };
  read(JSON.stringify(header));
  expect(breaksAt(header, read)).toEqual([]);
});
