import { describe, expect, it } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { generate } from "../../lib/generate/index.ts";
import { trainNgram } from "../../lib/models/index.ts";
import { END, toyLanguage } from "../../lib/worlds/index.ts";

const text = ["the cat sat", "the dog ran"].map((sentence) => sentence.split(" "));

describe("generate", () => {
  it("writes what a table can write, without the end and without the prompt", () => {
    const model = trainNgram(text, { order: 1, end: END });
    const written = new Set<string>();
    for (let seed = 0; seed < 40; seed++)
      written.add(generate(model, { rng: rng(seed), end: END, maxTokens: 10 }).join(" "));
    expect([...written].toSorted()).toEqual(["the cat sat", "the dog ran"]);
    expect(generate(model, { rng: rng(1), prompt: ["the", "dog"], end: END, maxTokens: 10 })).toEqual(["ran"]);
  });

  it("stops at the cap where nothing else stops it", () => {
    const model = trainNgram([["a", "a", "a"]], { order: 1 });
    expect(generate(model, { rng: rng(1), maxTokens: 7 })).toHaveLength(7);
    expect(generate(model, { rng: rng(1), maxTokens: 0 })).toEqual([]);
  });

  it("stops where the model has nothing to say", () => {
    const model = trainNgram(text, { order: 3 });
    expect(generate(model, { rng: rng(1), prompt: ["the", "cat", "sat"], maxTokens: 5 })).toEqual([]);
  });

  it("is the same for a seed, and the same for every seed at temperature 0", () => {
    const model = trainNgram(toyLanguage().corpus(200, { rng: rng(1) }), { order: 2, end: END });
    const write = (seed: number, temperature: number) =>
      generate(model, { rng: rng(seed), end: END, maxTokens: 20, temperature }).join(" ");
    expect(write(1, 1)).toBe(write(1, 1));
    expect(new Set(Array.from({ length: 10 }, (_, seed) => write(seed, 1))).size).toBeGreaterThan(1);
    expect(new Set(Array.from({ length: 10 }, (_, seed) => write(seed, 0))).size).toBe(1);
  });

  it("samples whole sentences as often as the grammar says, given the grammar as model", () => {
    const world = toyLanguage();
    const r = rng(2);
    const n = 3000;
    let long = 0;
    for (let i = 0; i < n; i++) {
      const sentence = generate(world, { rng: r, end: END, maxTokens: 20 });
      expect(world.isGrammatical(sentence)).toBe(true);
      long += Number(sentence.length === 8);
    }
    expect(Math.abs(long / n - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / n));
  });

  it("draws pictures with the same loop", () => {
    const pictures = [
      [0, 1, 1, 0],
      [1, 0, 0, 1],
    ];
    const model = trainNgram(pictures, { order: 4 });
    for (let seed = 0; seed < 10; seed++)
      expect(pictures).toContainEqual(generate(model, { rng: rng(seed), maxTokens: 4 }));
  });

  it("refuses a cap that is none", () => {
    const model = trainNgram(text, { order: 1 });
    expect(() => generate(model, { rng: rng(1), maxTokens: Infinity })).toThrow("generate maxTokens");
  });
});
