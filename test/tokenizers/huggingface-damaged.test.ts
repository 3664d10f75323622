import { describe, expect, test } from "vitest";
import { fromHuggingFace, regexBpe, toHuggingFace, unigram, wordPiece } from "../../lib/tokenizers/index.ts";
import { breaksAt } from "../damaged.ts";

const text = "the cat sat on the mat, the cat ate the rat";
const specialTokens = ["<s>"];
const files = {
  BPE: toHuggingFace(regexBpe.train([text], { vocabSize: 262, specialTokens })),
  Unigram: toHuggingFace(unigram.train([text], { vocabSize: 262, specialTokens })),
  WordPiece: toHuggingFace(wordPiece.train([text], { vocabSize: 24, specialTokens })),
};

/** What is read gives ids. */
function read(file: string): void {
  for (const id of fromHuggingFace(file).encode("the cat", { special: "allow" }))
    if (!Number.isInteger(id) || id < 0) throw new Error(`id ${String(id)}`);
}

describe.each(Object.entries(files))("a tokenizer.json of %s", (_, file) => {
  const whole = JSON.parse(file) as { model: Record<string, unknown> };

  test("in which any part is something else is refused by name, or gives ids", () => {
    expect(breaksAt(whole, read)).toEqual([]);
  });

  test.each(Object.keys(whole.model))("without %s in its model is, too", (name) => {
    const { [name]: left, ...model } = whole.model;
    expect(left).not.toBeUndefined();
    expect(breaksAt({ ...whole, model }, read)).toEqual([]);
  });

  test("that was cut is no JSON, and says so", () => {
    const step = Math.max(1, Math.floor(file.length / 60));
    for (let length = 0; length < file.length; length += step)
      expect(() => fromHuggingFace(file.slice(0, length))).toThrow("fromHuggingFace text: expected JSON, got");
  });
});

test("ids that are none, and ids given twice, are named", () => {
  const file = JSON.parse(files.BPE) as { model: { vocab: Record<string, number> } };
  const withThe = (id: unknown) =>
    JSON.stringify({ ...file, model: { ...file.model, vocab: { ...file.model.vocab, the: id } } });
  expect(() => fromHuggingFace(withThe(-1))).toThrow(
    'fromHuggingFace vocab "the": expected an integer of at least 0, got -1',
  );
  expect(() => fromHuggingFace(withThe(0))).toThrow("fromHuggingFace vocab: expected no id twice");
});
