/**
 * What stands in a tokenizer.json, part by part, each checked before it is believed: such files come from elsewhere.
 *
 * Reference: https://huggingface.co/docs/tokenizers, version 0.23.
 */
import { check } from "../core/index.ts";

export interface File {
  added_tokens?: unknown;
  normalizer?: unknown;
  pre_tokenizer?: ({ type?: unknown } & Record<string, unknown>) | null;
  model: { type: string } & Record<string, unknown>;
}

export interface AddedToken {
  id: number;
  content: string;
}

/** The special tokens of `added_tokens`; a file without any has none. */
export function specialOf(added: unknown): AddedToken[] {
  if (added === undefined || added === null) return [];
  return listOf(added, "added_tokens").map((token, i) => {
    const name = `fromHuggingFace added_tokens[${i}]`;
    check(isTable(token), name, "a token with id, content and special", token);
    const { id, content, special } = token;
    check(isId(id), `${name} id`, "an integer of at least 0", id);
    check(typeof content === "string", `${name} content`, "a text", content);
    check(special === true, "fromHuggingFace added_tokens", "special tokens", content);
    return { id, content };
  });
}

/** A vocabulary as a table: token → id, no id twice. */
export function idsOf(vocab: unknown): Map<string, number> {
  check(isTable(vocab), "fromHuggingFace vocab", "tokens with their ids", vocab);
  const ids = new Map<string, number>();
  for (const [token, id] of Object.entries(vocab)) {
    check(isId(id), `fromHuggingFace vocab ${JSON.stringify(token)}`, "an integer of at least 0", id);
    ids.set(token, id);
  }
  check(new Set(ids.values()).size === ids.size, "fromHuggingFace vocab", "no id twice", vocab);
  return ids;
}

/** A vocabulary as a list: each piece with the logarithm of its probability, its place its id. */
export function scoredOf(vocab: unknown): { piece: string; score: number }[] {
  return listOf(vocab, "vocab").map((entry, id) => {
    const isScored =
      Array.isArray(entry) && entry.length === 2 && typeof entry[0] === "string" && typeof entry[1] === "number";
    check(isScored, `fromHuggingFace vocab[${id}]`, "a piece with its score", JSON.stringify(entry));
    return { piece: entry[0] as string, score: entry[1] as number };
  });
}

/** Two tokens for each merge; older files write them as one text with a space between. */
export function mergesOf(merges: unknown): (readonly [string, string])[] {
  return listOf(merges, "merges").map((merge, n) => {
    const pair: unknown = typeof merge === "string" ? merge.split(" ") : merge;
    const isPair = Array.isArray(pair) && pair.length === 2 && pair.every((token) => typeof token === "string");
    check(isPair, `fromHuggingFace merges[${n}]`, "two tokens", JSON.stringify(merge));
    return pair as [string, string];
  });
}

/** The id of a token that must be there. */
export function expectId(ids: ReadonlyMap<string, number>, token: string): number {
  const id = ids.get(token);
  check(id !== undefined, "fromHuggingFace vocab", `the token ${token}`, "none");
  return id;
}

/** Parts that would give other ids, and are not there. */
export function expectNone(parts: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(parts))
    check(
      value === null || value === undefined || value === "",
      `fromHuggingFace ${name}`,
      "none",
      JSON.stringify(value),
    );
}

function listOf(value: unknown, part: string): unknown[] {
  check(Array.isArray(value), `fromHuggingFace ${part}`, "a list", value);
  return value;
}

export function isTable(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isId(id: unknown): id is number {
  return Number.isSafeInteger(id) && (id as number) >= 0;
}
