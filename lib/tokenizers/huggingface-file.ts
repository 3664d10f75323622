/**
 * What stands in a tokenizer.json, part by part, each checked before it is believed: such files come from elsewhere.
 *
 * Reference: https://huggingface.co/docs/tokenizers, version 0.23.
 */
import { check } from "../core/index.ts";

export interface File {
  version?: unknown;
  truncation?: unknown;
  padding?: unknown;
  post_processor?: unknown;
  added_tokens?: unknown;
  normalizer?: unknown;
  pre_tokenizer?: ({ type?: unknown } & Record<string, unknown>) | null;
  model: { type: string } & Record<string, unknown>;
}

export interface AddedToken {
  id: number;
  content: string;
}

/** What cuts, fills up or surrounds the ids of a text is not there; ByteLevel as the last step only moves places. */
export function expectNothingAround({ version, truncation, padding, post_processor: last }: File): void {
  check(version === undefined || version === "1.0", "fromHuggingFace version", "1.0", version);
  expectNone({ truncation, padding });
  if (!isTable(last) || last["type"] !== "ByteLevel") expectNone({ post_processor: last });
}

/**
 * The special tokens of `added_tokens`; a file without any has none. `ids` are those of the model, `size` its number of
 * tokens: Hugging Face gives a token the id that the model has for it, or else the next free one, whatever the file says.
 */
export function specialOf(
  added: unknown,
  { ids, size }: { ids: ReadonlyMap<string, number>; size: number },
): AddedToken[] {
  if (added === undefined || added === null) return [];
  let free = size;
  return listOf(added, "added_tokens").map((token, i) => {
    const name = `fromHuggingFace added_tokens[${i}]`;
    check(isTable(token), name, "a token with id, content and special", token);
    const { id, content, special } = token;
    check(isId(id), `${name} id`, "an integer of at least 0", id);
    check(typeof content === "string", `${name} content`, "a text", content);
    check(special === true, "fromHuggingFace added_tokens", "special tokens", content);
    for (const flag of ["single_word", "lstrip", "rstrip"])
      check(!token[flag], `${name} ${flag}`, "false", token[flag]);
    const given = ids.get(content) ?? free;
    check(id === given, `${name} id`, `${given}, as Hugging Face gives it`, id);
    free = Math.max(free, given + 1);
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
