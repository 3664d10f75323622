import { describe, expect, test } from "vitest";
import { createDecoder, weightShapes } from "../../../lib/backend/decode/index.ts";
import type { DecoderConfig, DecoderWeights } from "../../../lib/backend/decode/index.ts";
import { randomWeights } from "./models.ts";

const config: DecoderConfig = { vocabSize: 5, dModel: 4, layers: 1, heads: 2, context: 3 };

describe("weightShapes", () => {
  test("counts the parameters of the published GPT-2 models", () => {
    // Radford et al. 2019, table 2, in millions; 124 instead of 117 as the released checkpoint has it
    const published = [
      { layers: 12, dModel: 768, heads: 12, millions: 124 },
      { layers: 24, dModel: 1024, heads: 16, millions: 355 },
      { layers: 48, dModel: 1600, heads: 25, millions: 1558 },
    ];
    for (const { millions, ...sizes } of published) {
      const shapes = weightShapes({ vocabSize: 50_257, context: 1024, ...sizes });
      const parameters = Object.values(shapes).reduce((sum, shape) => sum + shape.reduce((a, b) => a * b, 1), 0);
      expect(Math.round(parameters / 1e6)).toBe(millions);
    }
  });

  test("names what an option adds and nothing else", () => {
    const all = weightShapes({ ...config, tiedOutput: false });
    const few = weightShapes({ ...config, linearBias: false, finalNorm: false, positions: "rotary" });
    const added = Object.keys(all).filter((name) => !Object.hasOwn(few, name));
    expect(added).toEqual([
      "wpe",
      "h0.qkv.bias",
      "h0.proj.bias",
      "h0.up.bias",
      "h0.down.bias",
      "lnF.gain",
      "lnF.bias",
      "output.weight",
    ]);
    expect(few["h0.up.weight"]).toEqual([4, 16]);
  });
});

describe("weights are refused", () => {
  const good = randomWeights(config);
  const { wpe: _, ...withoutPositions } = good;
  test.each<[string, unknown, string]>([
    [
      "if one is missing",
      withoutPositions,
      "weights wpe: expected a Float32Array of [3, 4], 12 numbers, got undefined",
    ],
    [
      "if one is too short",
      { ...good, "h0.qkv.weight": new Float32Array(47) },
      "weights h0.qkv.weight: expected a Float32Array of [4, 12], 48 numbers, got Float32Array of length 47",
    ],
    ["if one is a list", { ...good, wte: [...good["wte"]!] }, "numbers, got an array of length 20"],
    ["if one is in float64", { ...good, wte: new Float64Array(20) }, "numbers, got Float64Array of length 20"],
    [
      "if one has a name that the model does not have",
      { ...good, "output.weight": new Float32Array(20) },
      "weights: expected only the weights that weightShapes(config) names, got output.weight",
    ],
    ["if there are none", undefined, "weights: expected an object of Float32Arrays by name, got undefined"],
    ["if they come from a prototype", Object.create(good), "weights wte: expected"],
  ])("%s", (_, weights, message) => {
    expect(() => createDecoder(weights as DecoderWeights, config)).toThrow(message);
  });
});
