/** What every tokenizer keeps, whatever it is made of. */
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { anyText } from "./any-text.ts";
import type { Tokenizer } from "../../lib/tokenizers/index.ts";

/** Texts that tokenizers break on, and the beginning of a declaration in 29 languages. */
export const hardTexts = (
  JSON.parse(readFileSync(new URL("../fixtures/tokenizers/tiktoken.json", import.meta.url), "utf8")) as {
    texts: string[];
  }
).texts;

export interface Contract {
  tokenizer: Tokenizer;
  /** Reads what `save` wrote. */
  load: (saved: string) => Tokenizer | Promise<Tokenizer>;
  /** A special token of it. */
  special: string;
  /** Whether it has tokens for the characters of a text; all but bytes need to have met them. */
  knows?: (text: string) => boolean;
  /** False where pieces are shown with marks of their own, and words are joined by spaces. */
  rejoins?: boolean;
  /** What in a saved file says what it is, if that is not its format and version. */
  version?: RegExp;
}

const anyOrHardText = fc.oneof(anyText, fc.constantFrom(...hardTexts));

export function contract({ tokenizer, load, special, knows = () => true, rejoins = true, version }: Contract): void {
  const known = hardTexts.filter((text) => knows(text) && !text.includes(special));
  const texts = anyOrHardText.filter((text) => knows(text) && !text.includes(special));

  const attempt = async (text: string): Promise<Tokenizer> => load(text);

  test("gives every text back that it has tokens for", () => {
    expect(known.length).toBeGreaterThan(0);
    for (const text of known) expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    fc.assert(
      fc.property(texts, (text) => tokenizer.decode(tokenizer.encode(text)) === text),
      { numRuns: 200 },
    );
  });

  test("has no token for nothing, and nothing for no tokens", () => {
    expect(tokenizer.encode("")).toEqual([]);
    expect(tokenizer.decode([])).toBe("");
    expect(tokenizer.pieces("")).toEqual([]);
  });

  test("gives ids that exist, and pieces with the same ids", () => {
    for (const text of known) {
      const ids = tokenizer.encode(text);
      for (const id of ids) expect(Number.isInteger(id) && id >= 0 && id < tokenizer.size).toBe(true);
      expect(tokenizer.pieces(text).map(({ id }) => id)).toEqual(ids);
    }
  });

  if (rejoins) {
    test("shows pieces that joined are the text, where none is part of a character", () => {
      for (const text of known) {
        const pieces = tokenizer.pieces(text).map((piece) => piece.text);
        if (!pieces.some((piece) => /⟨[\da-f]{2}⟩/u.test(piece))) expect(pieces.join("")).toBe(text);
      }
    });
  }

  test("encodes the same text the same way twice, and leaves earlier results as they were", () => {
    const text = known.at(-1)!;
    const first = tokenizer.encode(text);
    const copy = [...first];
    first.push(-1);
    expect(tokenizer.encode(text)).toEqual(copy);
  });

  test("refuses a special token in a text, unless told what to do with it", () => {
    const text = `${known.at(-1)!.slice(0, 20).toWellFormed()}`;
    const marked = `${text}${special}`;
    expect(() => tokenizer.encode(marked)).toThrow(
      `encode text: expected no special token (pass special: "as-text" or "allow")`,
    );
    const allowed = tokenizer.encode(marked, { special: "allow" });
    expect(allowed.slice(0, -1)).toEqual(tokenizer.encode(text));
    expect(tokenizer.decode(allowed)).toBe(rejoins ? marked : `${text} ${special}`);
    expect(tokenizer.decode(allowed.slice(-1))).toBe(special);
    if (knows(special)) {
      const asText = tokenizer.encode(marked, { special: "as-text" });
      expect(asText).not.toContain(allowed.at(-1));
      expect(tokenizer.decode(asText)).toBe(marked);
    }
  });

  test("refuses half a surrogate pair, or replaces it where asked", () => {
    for (const half of ["\ud83d", "\ude00", "a\ude00\ud83db"]) {
      expect(() => tokenizer.encode(half)).toThrow("text without lone surrogates");
      if (knows("a\ufffdb"))
        expect(tokenizer.decode(tokenizer.encode(half, { loneSurrogates: "replace" }))).toBe(half.toWellFormed());
    }
  });

  test("names an id that does not exist", () => {
    for (const id of [-1, tokenizer.size, 0.5, Number.NaN])
      expect(() => tokenizer.decode([id])).toThrow("decode ids: expected ids from 0 to");
  });

  test("loads what it saved: the same ids, the same text of each", async () => {
    const loaded = await load(tokenizer.save());
    expect(loaded.size).toBe(tokenizer.size);
    expect(loaded.save()).toBe(tokenizer.save());
    for (const text of known) expect(loaded.encode(text)).toEqual(tokenizer.encode(text));
    expect(loaded.encode(special, { special: "allow" })).toEqual(tokenizer.encode(special, { special: "allow" }));
  });

  test("refuses a file that was cut or is of another version or kind", async () => {
    const saved = tokenizer.save();
    const other = version
      ? [saved.replace(version, '"type":"Other"')]
      : [saved.replace('"version":1', '"version":2'), saved.replace(/"format":"[^"]*"/u, '"format":"other"')];
    for (const text of ["", "{}", "null", "[]", saved.slice(0, -1), saved.slice(1), ...other])
      await expect(attempt(text)).rejects.toThrow(/expected .*, got /u);
  });

  test("cannot be changed", () => {
    expect(Object.isFrozen(tokenizer)).toBe(true);
  });
}
