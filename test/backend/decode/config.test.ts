import { expect, test } from "vitest";
import { weightShapes } from "../../../lib/backend/decode/index.ts";
import type { DecoderConfig } from "../../../lib/backend/decode/index.ts";

const good: DecoderConfig = { vocabSize: 5, dModel: 12, layers: 1, heads: 4, context: 3 };

test.each<[object, string]>([
  [{ vocabSize: 0 }, "vocabSize: expected an integer of at least 1, got 0"],
  [{ layers: 1.5 }, "layers: expected an integer of at least 1, got 1.5"],
  [{ context: NaN }, "context: expected an integer of at least 1, got NaN"],
  [{ context: 2 ** 53 }, "context: expected an integer of at least 1"],
  [{ heads: "4" }, "heads: expected an integer of at least 1, got 4"],
  [{ dModel: -12 }, "dModel: expected an integer of at least 1, got -12"],
  [{ heads: 5 }, "dModel: expected a multiple of 5 heads, got 12"],
  [{ positions: "rotary" }, "dModel: expected an even share for each head, to rotate its pairs, got 3"],
  [{ positions: "sine" }, "positions: expected learned, rotary, alibi, none, got sine"],
  [{ activation: "relu" }, "activation: expected gelu, gelu-tanh, gelu-sigmoid, got relu"],
  [{ rotaryPairs: null }, "rotaryPairs: expected adjacent, halves, got null"],
  [{ linearBias: 1 }, "linearBias: expected true, false, got 1"],
  [{ epsilon: 0 }, "epsilon: expected a finite number above 0, got 0"],
  [{ rotaryBase: Infinity }, "rotaryBase: expected a finite number above 0, got Infinity"],
  [{ dmlp: 3 }, "config: expected only options that a decoder has, got dmlp"],
])("a config with %o is refused", (change, message) => {
  expect(() => weightShapes({ ...good, ...change })).toThrow(message);
});

test("an option that is undefined is left out", () => {
  expect(weightShapes({ ...good, dMlp: undefined, positions: undefined } as unknown as DecoderConfig)).toEqual(
    weightShapes(good),
  );
});

test.each([null, undefined, 3, "gpt"])("what is no config is refused: %s", (config) => {
  expect(() => weightShapes(config as unknown as DecoderConfig)).toThrow(`config: expected an object, got ${config}`);
});
