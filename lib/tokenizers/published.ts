/**
 * The tokenizers of OpenAI's models, with the vocabularies that were published: the same ids as tiktoken gives.
 *
 * The data comes with the package js-tiktoken. Which merges were learned is not in it, only the tokens in the order in
 * which they were learned: two neighbours merge if together they are a token, the earliest first.
 *
 * Reference: https://github.com/openai/tiktoken
 */
import { check } from "../core/index.ts";
import { byteLevel } from "./byte-level.ts";
import { pairTable } from "./pair-table.ts";
import { loaded, saved } from "./save.ts";
import type { SplitPattern } from "./split-patterns.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { wordEncoder } from "./word-bpe.ts";

interface Ranks {
  bpe_ranks: string;
  special_tokens: Record<string, number>;
}

/** Which tokenizers there are, and which models use them. */
const sources = {
  /** GPT-2 */
  gpt2: { pattern: "gpt2", load: () => import("js-tiktoken/ranks/gpt2") },
  /** GPT-3 */
  r50k_base: { pattern: "gpt2", load: () => import("js-tiktoken/ranks/r50k_base") },
  /** Codex */
  p50k_base: { pattern: "gpt2", load: () => import("js-tiktoken/ranks/p50k_base") },
  /** GPT-3.5 and GPT-4 */
  cl100k_base: { pattern: "cl100k", load: () => import("js-tiktoken/ranks/cl100k_base") },
  /** GPT-4o and later */
  o200k_base: { pattern: "o200k", load: () => import("js-tiktoken/ranks/o200k_base") },
} as const satisfies Record<string, { pattern: SplitPattern; load: () => Promise<{ default: Ranks }> }>;

export type PublishedName = keyof typeof sources;

export const publishedNames = Object.keys(sources) as PublishedName[];

/** One of OpenAI's tokenizers, by the name that tiktoken gives it. Takes up to a second. */
export async function publishedTokenizer(name: PublishedName): Promise<Tokenizer> {
  check(Object.hasOwn(sources, name), "publishedTokenizer name", () => publishedNames.join(", "), name);
  const { pattern, load } = sources[name];
  const { default: ranks } = await load();
  const vocab = tokensOf(ranks.bpe_ranks);
  // bytes as text, one character each: a key that a Map is fast with
  const ids = new Map<string, number>();
  vocab.forEach((bytes, id) => ids.set(latin1(bytes), id));
  const encodeText = wordEncoder({
    pattern,
    table: pairTable(pairsOf(ids)),
    whole: (word) => ids.get(latin1(new TextEncoder().encode(word))),
  });
  const special = new Map(Object.entries(ranks.special_tokens));
  return Object.freeze(byteLevel({ vocab, special, encodeText, save: () => saved({ format: "published", name }) }));
}

/** A published tokenizer from what its `save` wrote. */
export async function loadPublished(text: string): Promise<Tokenizer> {
  const { name } = loaded(text, { name: "loadPublished", format: "published", parts: { name: "text" } });
  return publishedTokenizer(name as PublishedName);
}

/** Lines of a name, the first id, and tokens in base64. */
function tokensOf(ranks: string): (Uint8Array | undefined)[] {
  const vocab: (Uint8Array | undefined)[] = [];
  for (const line of ranks.split("\n").filter((each) => each !== "")) {
    const [, first, ...tokens] = line.split(" ");
    tokens.forEach(
      (token, i) => (vocab[Number(first) + i] = Uint8Array.from(atob(token), (byte) => byte.charCodeAt(0))),
    );
  }
  return Array.from(vocab);
}

/** Every way in which a token is two others. */
function pairsOf(ids: ReadonlyMap<string, number>): [number, number, number][] {
  const pairs: [number, number, number][] = [];
  for (const [bytes, id] of ids) {
    for (let cut = 1; cut < bytes.length; cut++) {
      const left = ids.get(bytes.slice(0, cut));
      const right = left === undefined ? undefined : ids.get(bytes.slice(cut));
      if (right !== undefined) pairs.push([left!, right, id]);
    }
  }
  return pairs;
}

function latin1(bytes: Uint8Array | undefined): string {
  let text = "";
  for (const byte of bytes ?? []) text += String.fromCharCode(byte);
  return text;
}
