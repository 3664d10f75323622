import fc from "fast-check";
import { expect, test } from "vitest";
import { InputError } from "../../lib/core/index.ts";
import { byteBpe, regexBpe } from "../../lib/tokenizers/index.ts";
import { tokenBytes } from "../../lib/tokenizers/token-bytes.ts";

const name = "test";

test("first are the bytes, each alone and in their order; without merges that is all", () => {
  expect(tokenBytes([], { merges: [], name })).toEqual([]);
  expect(tokenBytes([7, 0, 255], { merges: [], name })).toEqual([7, 0, 255].map((byte) => Uint8Array.of(byte)));
});

test("a merge is what its two tokens spell, the left one first", () => {
  const merges = [
    [0, 1],
    [2, 2],
    [3, 0],
  ] as const;
  const spelled = tokenBytes([65, 66], { merges, name }).map((bytes) => String.fromCharCode(...bytes));
  expect(spelled).toEqual(["A", "B", "AB", "ABAB", "ABABA"]);
});

test("is what the merges spell as texts, whatever they are", () => {
  const draws = fc.array(fc.tuple(fc.nat(1e6), fc.nat(1e6)), { maxLength: 12 });
  fc.assert(
    fc.property(draws, (pairs) => {
      const merges = pairs.map(([a, b], n): [number, number] => [a % (3 + n), b % (3 + n)]);
      const spelled = ["x", "y", "z"];
      for (const [left, right] of merges) spelled.push(spelled[left]! + spelled[right]!);
      const tokens = tokenBytes([120, 121, 122], { merges, name });
      expect(tokens.map((bytes) => new TextDecoder().decode(bytes))).toEqual(spelled);
    }),
  );
});

/** Each merge is the one before twice, so that the n-th has 2ⁿ⁺¹ bytes: sixty of them would fill all computers there are. */
const doubling = (merges: number) =>
  Array.from({ length: merges }, (_, n) => [n === 0 ? 0 : 255 + n, n === 0 ? 0 : 255 + n]);

// 256 + 2 + 4 + … + 2ⁿ⁺¹ = 254 + 2ⁿ⁺² > 2²⁶ first where n is 24
const sentence = (who: string) =>
  new InputError(`${who} merges[24]: expected tokens of at most ${2 ** 26} bytes in all, got ${254 + 2 ** 26}`);

const file = (format: string) =>
  JSON.stringify({ format, version: 1, merges: doubling(60), pattern: "gpt2", specialTokens: [] });

test("a file of a few hundred letters whose tokens would fill the memory is refused at once", () => {
  expect(() => regexBpe.load(file("regex-bpe"))).toThrow(sentence("regexBpe"));
  expect(() => byteBpe.load(file("byte-bpe"))).toThrow(sentence("byteBpe"));
});

test("long tokens that texts really have are made: a run of four thousand letters", () => {
  const tokenizer = byteBpe.train(["a".repeat(4096), "a".repeat(4096)], { vocabSize: 300 });
  expect(tokenizer.encode("a".repeat(4096))).toHaveLength(1);
  expect(tokenizer.vocab.at(-1)).toHaveLength(4096);
});
