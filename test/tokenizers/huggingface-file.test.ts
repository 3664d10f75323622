import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import {
  expectId,
  expectNone,
  expectNothingAround,
  idsOf,
  isTable,
  mergesOf,
  scoredOf,
  specialOf,
} from "../../lib/tokenizers/huggingface-file.ts";
import type { File } from "../../lib/tokenizers/huggingface-file.ts";
import { anyText } from "./any-text.ts";

const refuses = (call: () => unknown, message: string) => expect(call).toThrow(new InputError(message));
const model = { type: "BPE" };

const token = (content: unknown, id: unknown, more: object = {}) => ({ content, id, special: true, ...more });

describe("special tokens", () => {
  const ids = new Map([
    ["a", 0],
    ["<s>", 1],
    ["b", 2],
  ]);
  const read = (added: unknown) => specialOf(added, { ids, size: 3 });

  test("there are none in a file that has no list of them, or an empty one", () => {
    for (const added of [undefined, null, []]) expect(read(added)).toEqual([]);
  });

  test("have the model's id where the model has them, and the next free ones where it has not", () => {
    expect(read([token("<x>", 3), token("<s>", 1), token("<y>", 4)])).toEqual([
      { content: "<x>", id: 3 },
      { content: "<s>", id: 1 },
      { content: "<y>", id: 4 },
    ]);
  });

  // tokenizers 0.23.3 counts the tokens of a model, not its largest id: a vocabulary of 260 with the id 1000 gave 260
  test("are free behind as many ids as the model has tokens, even if one of those has a larger id", () => {
    const holed = new Map([...ids, ["far", 1000]]);
    expect(specialOf([token("<x>", 4), token("<y>", 5)], { ids: holed, size: 4 }).map(({ id }) => id)).toEqual([4, 5]);
    // but one with that id is the last that was given
    expect(specialOf([token("far", 1000), token("<x>", 1001)], { ids: holed, size: 4 }).map(({ id }) => id)).toEqual([
      1000, 1001,
    ]);
  });

  test.each<[string, unknown, string]>([
    ["a text for a list", "<s>", 'added_tokens: expected a list, got "<s>"'],
    ["a table for a list", { "<s>": 1 }, "added_tokens: expected a list, got an object of Object"],
    ["a text for a token", ["<s>"], 'added_tokens[0]: expected a token with id, content and special, got "<s>"'],
    [
      "a list for a token",
      [["<s>", 1]],
      "added_tokens[0]: expected a token with id, content and special, got Array of length 2",
    ],
    ["no id", [token("<s>", undefined)], "added_tokens[0] id: expected an integer of at least 0, got undefined"],
    ["an id below zero", [token("<s>", -1)], "added_tokens[0] id: expected an integer of at least 0, got -1"],
    ["half an id", [token("<s>", 0.5)], "added_tokens[0] id: expected an integer of at least 0, got 0.5"],
    [
      "an id that is no exact number",
      [token("<s>", 2 ** 53)],
      "added_tokens[0] id: expected an integer of at least 0, got 9007199254740992",
    ],
    ["a number as its spelling", [token("<s>", 1), token(7, 3)], "added_tokens[1] content: expected a text, got 7"],
    [
      "a token that is not special",
      [token("<s>", 1, { special: false })],
      'added_tokens: expected special tokens, got "<s>"',
    ],
    ["special as a text", [token("<s>", 1, { special: "true" })], 'added_tokens: expected special tokens, got "<s>"'],
    [
      "one that takes the space before it",
      [token("<s>", 1, { lstrip: true })],
      "added_tokens[0] lstrip: expected false, got true",
    ],
    [
      "one that takes the space behind it",
      [token("<s>", 1, { rstrip: true })],
      "added_tokens[0] rstrip: expected false, got true",
    ],
    [
      "one that stands alone",
      [token("<s>", 1, { single_word: true })],
      "added_tokens[0] single_word: expected false, got true",
    ],
    [
      "another id than the model's",
      [token("<s>", 2)],
      "added_tokens[0] id: expected 1, as Hugging Face gives it, got 2",
    ],
    ["a gap behind the model", [token("<x>", 4)], "added_tokens[0] id: expected 3, as Hugging Face gives it, got 4"],
    [
      "the wrong order",
      [token("<y>", 4), token("<x>", 3)],
      "added_tokens[0] id: expected 3, as Hugging Face gives it, got 4",
    ],
    [
      "an id that another token has",
      [token("<x>", 3), token("<y>", 3)],
      "added_tokens[1] id: expected 4, as Hugging Face gives it, got 3",
    ],
  ])("%s is refused", (_, added, message) => {
    refuses(() => read(added), `fromHuggingFace ${message}`);
  });
});

describe("a vocabulary as a table", () => {
  test("is a table of any spellings, names of every object's own among them", () => {
    const vocab = JSON.parse('{"__proto__":0,"constructor":2,"toString":1,"10":3,"":4}') as unknown;
    expect([...idsOf(vocab)].toSorted(([, a], [, b]) => a - b)).toEqual([
      ["__proto__", 0],
      ["toString", 1],
      ["constructor", 2],
      ["10", 3],
      ["", 4],
    ]);
    expect(idsOf({}).size).toBe(0);
  });

  test("keeps every spelling with its id", () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyText), (tokens) => {
        const ids = idsOf(JSON.parse(JSON.stringify(Object.fromEntries(tokens.map((token, id) => [token, id])))));
        expect(ids.size).toBe(tokens.length);
        tokens.forEach((token, id) => expect(ids.get(token)).toBe(id));
      }),
    );
  });

  test.each<[unknown, string]>([
    [undefined, "vocab: expected tokens with their ids, got undefined"],
    [[["a", 0]], "vocab: expected tokens with their ids, got Array of length 1"],
    ["a", 'vocab: expected tokens with their ids, got "a"'],
    [{ a: "0" }, 'vocab "a": expected an integer of at least 0, got "0"'],
    [{ a: 0, "\n": null }, String.raw`vocab "\n": expected an integer of at least 0, got null`],
    [{ a: 1.5 }, 'vocab "a": expected an integer of at least 0, got 1.5'],
    [{ a: 0, b: 1, c: 0 }, "vocab: expected no id twice, got an object of Object"],
  ])("%j is refused", (vocab, message) => {
    refuses(() => idsOf(vocab), `fromHuggingFace ${message}`);
  });

  test("a token that must be there is named if it is not, and an id of 0 is one", () => {
    const ids = new Map([["a", 0]]);
    expect(expectId(ids, "a")).toBe(0);
    refuses(() => expectId(ids, "Ġ"), 'fromHuggingFace vocab: expected the token Ġ, got "none"');
  });
});

test("a vocabulary as a list is pieces with their scores; one that is anything else is refused by its place", () => {
  expect(scoredOf([])).toEqual([]);
  expect(
    scoredOf([
      ["a", -1.5],
      ["", 0],
    ]),
  ).toEqual([
    { piece: "a", score: -1.5 },
    { piece: "", score: 0 },
  ]);
  refuses(() => scoredOf({ a: 0 }), "fromHuggingFace vocab: expected a list, got an object of Object");
  for (const entry of [["a"], ["a", 0, 0], [0, "a"], ["a", "0"], ["a", null], "a", null, { piece: "a", score: 0 }])
    expect(() => scoredOf([["a", 0], entry])).toThrow(
      new InputError(
        `fromHuggingFace vocab[1]: expected a piece with its score, got ${JSON.stringify(JSON.stringify(entry))}`,
      ),
    );
});

test("merges are two texts each, or one with one space; anything else is refused by its place", () => {
  expect(mergesOf([["a b", "c"], "d e"])).toEqual([
    ["a b", "c"],
    ["d", "e"],
  ]);
  refuses(() => mergesOf("a b"), 'fromHuggingFace merges: expected a list, got "a b"');
  for (const merge of ["ab", "a b c", "", ["a"], ["a", "b", "c"], ["a", 1], null, 7, { left: "a", right: "b" }])
    expect(() => mergesOf(["x y", "y z", merge])).toThrow(
      new InputError(`fromHuggingFace merges[2]: expected two tokens, got ${JSON.stringify(JSON.stringify(merge))}`),
    );
});

test("what must not be there may be null, nothing or an empty text, and is named by its part otherwise", () => {
  expect(() => expectNone({ a: null, b: undefined, c: "" })).not.toThrow();
  for (const value of [0, false, [], {}, " "])
    expect(() => expectNone({ a: null, dropout: value })).toThrow(
      new InputError(`fromHuggingFace dropout: expected none, got ${JSON.stringify(JSON.stringify(value))}`),
    );
});

describe("what changes the ids of a whole text", () => {
  test("is nothing in a plain file, nor a last step that only moves places, as GPT-2's own file has it", () => {
    expectNothingAround({ model });
    const last = { type: "ByteLevel", add_prefix_space: true, trim_offsets: false, use_regex: true };
    expectNothingAround({ version: "1.0", truncation: null, padding: null, post_processor: last, model });
  });

  test.each<[Partial<File>, string]>([
    [{ version: "2.0" }, 'version: expected 1.0, got "2.0"'],
    [{ version: 1 }, "version: expected 1.0, got 1"],
    [{ version: null }, "version: expected 1.0, got null"],
    [{ truncation: { max_length: 2 } }, String.raw`truncation: expected none, got "{\"max_length\":2}"`],
    [{ padding: { pad_id: 0 } }, String.raw`padding: expected none, got "{\"pad_id\":0}"`],
    [
      { post_processor: { type: "BertProcessing" } },
      String.raw`post_processor: expected none, got "{\"type\":\"BertProcessing\"}"`,
    ],
    [{ post_processor: "ByteLevel" }, String.raw`post_processor: expected none, got "\"ByteLevel\""`],
    [{ post_processor: [] }, 'post_processor: expected none, got "[]"'],
  ])("%j is refused", (part, message) => {
    refuses(() => expectNothingAround({ model, ...part }), `fromHuggingFace ${message}`);
  });
});

test("a table is an object that is no list, and not nothing", () => {
  for (const value of [{}, { a: 1 }, Object.create(null)]) expect(isTable(value)).toBe(true);
  for (const value of [null, undefined, [], [["a", 1]], "a", 1, true]) expect(isTable(value)).toBe(false);
});
