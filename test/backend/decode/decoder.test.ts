import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createDecoder } from "../../../lib/backend/decode/index.ts";
import type { Decoder, DecoderConfig, DecoderWeights } from "../../../lib/backend/decode/index.ts";
import { engines, expectClose, randomTokens, randomWeights } from "./models.ts";
import { oracleLogits } from "./oracle.ts";

const gpt2: DecoderConfig = { vocabSize: 41, dModel: 32, layers: 2, heads: 4, context: 12 };
/** No biases, no final norm, sigmoid GELU: the smallest GPT that people train. */
const bare: DecoderConfig = { ...gpt2, activation: "gelu-sigmoid", linearBias: false, finalNorm: false };

const configs: Record<string, DecoderConfig> = {
  "GPT-2": gpt2,
  "without biases and final norm": bare,
  "exact GELU, an output of its own": { ...gpt2, activation: "gelu", tiedOutput: false },
  "rotary positions, adjacent pairs": { ...bare, positions: "rotary" },
  "rotary positions, halves": { ...bare, positions: "rotary", rotaryPairs: "halves", rotaryBase: 50 },
  ALiBi: { ...gpt2, positions: "alibi", heads: 8 },
  "ALiBi with 3 heads": { ...gpt2, positions: "alibi", heads: 3, dModel: 12 },
  "no positions": { ...gpt2, positions: "none" },
  "one of everything": { vocabSize: 1, dModel: 1, layers: 1, heads: 1, context: 1, dMlp: 1 },
  "widths that fill no register": { ...gpt2, dModel: 21, heads: 3, vocabSize: 33, dMlp: 13 },
  "pairs that fill no register": { ...gpt2, dModel: 30, heads: 3, positions: "rotary" },
  "heads wider than a tile": { ...gpt2, dModel: 88, heads: 2, positions: "rotary", rotaryPairs: "halves" },
  "as many heads as numbers": { ...gpt2, dModel: 6, heads: 6 },
  "a large epsilon": { ...gpt2, epsilon: 0.5 },
};

/** What each engine does with the same calls. */
function decoders(weights: DecoderWeights, config: DecoderConfig): Decoder[] {
  return engines.map((engine) => createDecoder(weights, config, { engine }));
}

describe.each(engines)("the logits of engine %s are those of the whole sequence in float64", (engine) => {
  test.each(Object.entries(configs))("%s", (_, config) => {
    const weights = randomWeights(config);
    const tokens = randomTokens(config, config.context);
    const wanted = oracleLogits(weights, config, tokens);
    const decoder = createDecoder(weights, config, { engine });
    expect(decoder.engine).toBe(engine);
    for (const [position, token] of tokens.entries()) expectClose(decoder.logits(token), wanted[position]!);
  });

  test("whatever the sizes are", () => {
    const sizes = fc.record({
      vocabSize: fc.integer({ min: 1, max: 70 }),
      heads: fc.integer({ min: 1, max: 4 }),
      layers: fc.integer({ min: 1, max: 2 }),
      context: fc.integer({ min: 1, max: 9 }),
      dMlp: fc.integer({ min: 1, max: 70 }),
      dHead: fc.integer({ min: 1, max: 18 }),
      positions: fc.constantFrom("learned" as const, "rotary" as const, "none" as const),
      activation: fc.constantFrom("gelu" as const, "gelu-tanh" as const, "gelu-sigmoid" as const),
      linearBias: fc.boolean(),
      finalNorm: fc.boolean(),
      tiedOutput: fc.boolean(),
    });
    const property = fc.property(sizes, fc.nat(), ({ dHead, ...rest }, seed) => {
      const even = rest.positions === "rotary" ? 2 * dHead : dHead;
      const config = { ...rest, dModel: even * rest.heads };
      const weights = randomWeights(config, seed);
      const tokens = randomTokens(config, config.context, seed);
      const wanted = oracleLogits(weights, config, tokens);
      expectClose(createDecoder(weights, config, { engine }).prefill(tokens), wanted.at(-1)!, 1e-4);
    });
    fc.assert(property, { numRuns: 60 });
  });

  test("with scores so large that only the highest counts, and activations at both ends", () => {
    const weights = randomWeights(gpt2);
    for (const name of ["h0.qkv.weight", "h1.up.weight"]) weights[name] = weights[name]!.map((value) => value * 100);
    const tokens = randomTokens(gpt2, 12);
    const wanted = oracleLogits(weights, gpt2, tokens);
    for (const activation of ["gelu", "gelu-tanh", "gelu-sigmoid"] as const) {
      const config = { ...gpt2, activation };
      const decoder = createDecoder(weights, config, { engine });
      expectClose(decoder.prefill(tokens), oracleLogits(weights, config, tokens).at(-1)!, 1e-3);
    }
    expect(wanted.flat().every(Number.isFinite)).toBe(true);
  });

  test("with one NaN in the embedding: NaN for that token and after it, nowhere else", () => {
    const weights = randomWeights(bare);
    weights["wte"]![5 * bare.dModel + 3] = NaN;
    for (const tokens of [
      [1, 2, 3],
      [1, 5, 3],
    ]) {
      const wanted = oracleLogits(weights, bare, tokens);
      const decoder = createDecoder(weights, bare, { engine });
      for (const [position, token] of tokens.entries()) expectClose(decoder.logits(token), wanted[position]!);
    }
  });

  test("with NaN in tokens that were taken back: nothing of them is left", () => {
    const weights = randomWeights(bare);
    weights["wte"]!.fill(NaN, 5 * bare.dModel, 6 * bare.dModel);
    const decoder = createDecoder(weights, bare, { engine });
    decoder.prefill([1, 5, 5, 5]);
    decoder.truncate(1);
    expectClose(decoder.logits(2), oracleLogits(weights, bare, [1, 2])[1]!);
  });

  test.each([NaN, Infinity, -Infinity])("no logit is finite behind a weight of %s in a norm", (value) => {
    const weights = randomWeights(gpt2);
    weights["h1.ln1.gain"]![0] = value;
    const logits = createDecoder(weights, gpt2, { engine }).prefill([1, 2]);
    expect([...logits].some(Number.isFinite)).toBe(false);
  });
});

describe.each(decoders(randomWeights(gpt2), gpt2).map((decoder) => [decoder.engine, decoder] as const))(
  "a decoder on engine %s",
  (_, decoder) => {
    const tokens = randomTokens(gpt2, gpt2.context);
    const from = (sequence: readonly number[]): Float32Array => {
      decoder.reset();
      return decoder.prefill(sequence);
    };

    test("gives the same numbers token by token and all at once", () => {
      const atOnce = from(tokens);
      decoder.reset();
      const oneByOne = tokens.map((token) => decoder.logits(token));
      expect(oneByOne.at(-1)).toEqual(atOnce);
      expect(decoder.length).toBe(tokens.length);
      decoder.reset();
      decoder.prefill(tokens.slice(0, 5));
      expect(decoder.prefill(tokens.slice(5))).toEqual(atOnce);
    });

    test("goes back to a prefix as if the rest had never been", () => {
      const wanted = from([...tokens.slice(0, 4), 7]);
      from(tokens);
      decoder.truncate(4);
      expect(decoder.length).toBe(4);
      expect(decoder.logits(7)).toEqual(wanted);
      decoder.truncate(0);
      expect(decoder.prefill([...tokens.slice(0, 4), 7])).toEqual(wanted);
    });

    test("takes as many tokens as its context, then says so and stays as it is", () => {
      const last = from(tokens);
      expect(() => decoder.logits(0)).toThrow(
        "tokens: expected at most 12 tokens, the model's context (reset or truncate to go on), got 13",
      );
      decoder.truncate(11);
      expect(() => decoder.prefill([1, 2])).toThrow("tokens: expected at most 12 tokens");
      expect(decoder.length).toBe(11);
      expect(decoder.logits(tokens.at(-1)!)).toEqual(last);
    });

    test("gives arrays that later tokens do not write to", () => {
      const first = from([1]);
      const copy = first.slice();
      decoder.logits(2);
      expect(first).toEqual(copy);
      first.fill(0);
      expect(from([1])).toEqual(copy);
    });

    test.each([-1, 41, 1.5, NaN, Infinity, "1", undefined, null])("refuses the token %s", (token) => {
      const wanted = from([1, 2]);
      const expected = `expected an integer from 0 to 40, got ${String(token)}`;
      decoder.truncate(1);
      expect(() => decoder.logits(token as number)).toThrow(`token: ${expected}`);
      expect(() => decoder.prefill([2, token as number])).toThrow(`tokens[1]: ${expected}`);
      expect(decoder.length).toBe(1);
      expect(decoder.logits(2)).toEqual(wanted);
    });

    test.each([[[]], [undefined], [3]])("refuses to prefill %s", (value) => {
      expect(() => decoder.prefill(value as unknown as number[])).toThrow("tokens: expected at least one token");
    });

    test.each([-1, 3, 0.5, NaN])("refuses to truncate two tokens to %s", (length) => {
      from([1, 2]);
      expect(() => decoder.truncate(length)).toThrow(`length: expected an integer from 0 to 2, got ${length}`);
    });

    test("with other weights is another model, and forgets", () => {
      const others = randomWeights(gpt2, 9);
      const wanted = createDecoder(others, gpt2, { engine: decoder.engine }).prefill(tokens);
      const before = from(tokens);
      decoder.replaceWeights(others);
      expect(decoder.length).toBe(0);
      expect(decoder.prefill(tokens)).toEqual(wanted);
      expect(() => decoder.replaceWeights({ ...others, wte: new Float32Array(1) })).toThrow("weights wte: expected");
      expect(decoder.length).toBe(tokens.length);
      decoder.replaceWeights(randomWeights(gpt2));
      expect(decoder.prefill(tokens)).toEqual(before);
    });
  },
);

describe("several decoders", () => {
  test("do not disturb one another, of the same model or of another", () => {
    const weights = [randomWeights(gpt2), randomWeights(bare, 4)];
    const all = [...decoders(weights[0]!, gpt2), ...decoders(weights[0]!, gpt2), ...decoders(weights[1]!, bare)];
    const tokens = all.map((_, i) => randomTokens(gpt2, 6, i));
    const alone = all.map((decoder, i) => decoder.prefill(tokens[i]!));
    for (const decoder of all) decoder.reset();
    const together = tokens[0]!.map((_, position) => all.map((decoder, i) => decoder.logits(tokens[i]![position]!)));
    expect(together.at(-1)).toEqual(alone);
  });

  test("keep weights of their own: who writes to the arrays they came from changes nothing", () => {
    const weights = randomWeights(gpt2);
    const all = decoders(weights, gpt2);
    const before = all.map((decoder) => decoder.logits(1));
    for (const array of Object.values(weights)) array.fill(NaN);
    for (const decoder of all) decoder.reset();
    expect(all.map((decoder) => decoder.logits(1))).toEqual(before);
  });
});

describe("createDecoder", () => {
  test("takes the fastest engine that there is", () => {
    expect(createDecoder(randomWeights(gpt2), gpt2).engine).toBe("relaxed");
  });

  test("refuses an engine that it does not know", () => {
    const options = { engine: "gpu" as "plain" };
    expect(() => createDecoder(randomWeights(gpt2), gpt2, options)).toThrow(
      "engine: expected relaxed, simd or plain, got gpu",
    );
  });

  test("says so if a model does not fit into the memory that WebAssembly can address", () => {
    const config = { ...gpt2, context: 2 ** 26, positions: "none" as const };
    expect(() => createDecoder(randomWeights(config), config)).toThrow(
      "config: expected a model and cache of at most 4 GiB, or the engine plain, got 32.3 GiB",
    );
  });
});
