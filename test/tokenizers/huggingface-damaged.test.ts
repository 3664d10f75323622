/** A tokenizer.json in which any one thing is something else: it is refused by name, or read, and never breaks what reads it. */
import { describe, expect, test } from "vitest";
import { InputError, rng } from "../../lib/core/index.ts";
import { fromHuggingFace, regexBpe, toHuggingFace, unigram, wordPiece } from "../../lib/tokenizers/index.ts";

const text = "the cat sat on the mat, the cat ate the rat";
const specialTokens = ["<s>"];
const files = {
  BPE: toHuggingFace(regexBpe.train([text], { vocabSize: 262, specialTokens })),
  Unigram: toHuggingFace(unigram.train([text], { vocabSize: 262, specialTokens })),
  WordPiece: toHuggingFace(wordPiece.train([text], { vocabSize: 24, specialTokens })),
};
const instead: readonly unknown[] = [null, true, 7, -1, 1.5, "x", "", [], {}, [1], [["a", "b"]], { a: 1 }];

type Path = readonly (string | number)[];

/** Every place in a JSON value, the whole included; of long lists and tables the first, some, and the last. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  const some = keys.length > 12 ? [...keys.slice(0, 2), ...rng(1).shuffle(keys).slice(0, 6), keys.at(-1)!] : keys;
  return [at, ...some.flatMap((key) => placesIn((value as Record<string, unknown>)[key], [...at, key]))];
}

function replaced(value: unknown, at: Path, by: unknown): unknown {
  const [key, ...rest] = at;
  if (key === undefined) return by;
  const copy = (Array.isArray(value) ? [...value] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

/** What reading a file ends with: ids, or the message of an error of ours. */
function outcome(file: unknown): string {
  try {
    const tokenizer = fromHuggingFace(JSON.stringify(file));
    const ids = tokenizer.encode("the cat", { special: "allow" });
    expect(ids.every((id) => Number.isInteger(id) && id >= 0)).toBe(true);
    return ids.join();
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
}

describe.each(Object.entries(files))("%s", (_, file) => {
  const whole = JSON.parse(file) as unknown;

  test("with any part replaced", () => {
    const broken: string[] = [];
    for (const place of placesIn(whole))
      for (const value of instead) {
        try {
          const said = outcome(replaced(whole, place, value));
          if (said !== "" && !/^[\d,]+$/u.test(said)) expect(said).toMatch(/expected .*, got /su);
        } catch (error) {
          broken.push(`${place.join(".")} = ${JSON.stringify(value)}: ${String(error).split("\n")[0]}`);
        }
      }
    expect(broken).toEqual([]);
  });

  test("with any part of its model left out", () => {
    const { model } = whole as { model: object };
    const broken: string[] = [];
    for (const name of Object.keys(model)) {
      const { [name]: __, ...rest } = model as Record<string, unknown>;
      try {
        outcome({ ...(whole as object), model: rest });
      } catch (error) {
        broken.push(`${name}: ${String(error)}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test("cut anywhere", () => {
    const step = Math.max(1, Math.floor(file.length / 60));
    for (let length = 0; length < file.length; length += step)
      expect(() => fromHuggingFace(file.slice(0, length))).toThrow("fromHuggingFace text: expected JSON, got");
  });
});
