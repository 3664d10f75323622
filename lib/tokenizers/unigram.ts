/**
 * Unigram: every piece has a probability, a text is cut where the product is largest, and, other than with merges, it can
 * also be cut differently, by the die, so that a model sees the same word in several ways.
 *
 * Cut is inside of words (as for GPT-2), and a character without a piece becomes its bytes, so nothing is unknown.
 *
 * Reference: Kudo 2018, "Subword Regularization: Improving Neural Network Translation Models with Multiple Subword
 * Candidates", section 3; byte fallback of Kudo and Richardson 2018, "SentencePiece".
 */
import { check, checkInteger, checkNumber } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { byteLevel } from "./byte-level.ts";
import { utf8 } from "./bytes.ts";
import { learnPieces } from "./learn-pieces.ts";
import { loaded, saved } from "./save.ts";
import { numbered } from "./special-tokens.ts";
import { eachWord, splitWords } from "./split-patterns.ts";
import type { Tokenizer } from "./tokenizer.ts";

export interface UnigramOptions {
  /** Number of ids, the 256 bytes included, special tokens not. Fewer if the texts have fewer pieces. */
  vocabSize: number;
  specialTokens?: readonly string[];
}

export interface Unigram extends Tokenizer {
  /** The pieces, which have the ids from 256 on; before them are the bytes. */
  readonly vocab: readonly string[];
  /** The natural logarithm of each piece's probability. */
  readonly scores: readonly number[];
  readonly specialTokens: readonly string[];
  /**
   * One of the ways to cut a text, with probability in proportion to p^`alpha`: 1 is the model's own, 0 any way as likely
   * as each other, and the larger the nearer to `encode`. Special tokens count as text.
   */
  sample(text: string, options: { rng: Rng; alpha?: number }): number[];
}

export const unigram = { train, load, of: build } as const;

const format = "unigram";
/** A character without a piece is that much less likely than the least likely piece, as in SentencePiece. */
const unknownPenalty = 10;

/** Learn pieces and their probabilities from texts. */
function train(texts: Iterable<string>, { vocabSize, specialTokens = [] }: UnigramOptions): Unigram {
  checkInteger(vocabSize, "unigram.train vocabSize", { min: 256, max: 2 ** 20 });
  const counts = new Map<string, number>();
  for (const text of texts) {
    check(text.isWellFormed(), "unigram.train texts", "text without lone surrogates", text);
    eachWord(text, "gpt2", (start, end) => {
      const word = text.slice(start, end);
      counts.set(word, (counts.get(word) ?? 0) + 1);
    });
  }
  const pieces = [...learnPieces(counts, { pieces: vocabSize - 256 })];
  return build({ vocab: pieces.map(([piece]) => piece), scores: pieces.map(([, score]) => score), specialTokens });
}

/** Read what `save` wrote. Throws on anything else. */
function load(text: string): Unigram {
  const parts = { vocab: "texts", scores: "numbers", specialTokens: "texts" } as const;
  return build(loaded(text, { name: "unigram.load", format, parts }));
}

interface Parts {
  vocab: readonly string[];
  scores: readonly number[];
  specialTokens: readonly string[];
}

/** The tokenizer with these pieces. */
function build({ vocab, scores, specialTokens }: Parts): Unigram {
  check(
    new Set(vocab).size === vocab.length && !vocab.includes(""),
    "unigram vocab",
    "different texts, none empty",
    vocab,
  );
  check(
    scores.length === vocab.length && scores.every((score) => Number.isFinite(score) && score <= 0),
    "unigram scores",
    `${vocab.length} numbers of at most 0`,
    scores,
  );
  const bytes: Uint8Array[] = Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte));
  for (const piece of vocab) bytes.push(utf8(piece, "unigram vocab"));
  const special = numbered(specialTokens, { first: bytes.length, name: "unigram" });
  const lattice = latticeOf({ vocab, scores });

  const encodeText = (text: string): number[] => {
    utf8(text, "encode text");
    return splitWords(text, "gpt2").flatMap((word) => idsOf(bestCut(lattice(word))));
  };
  return Object.freeze({
    ...byteLevel({ vocab: bytes, special, encodeText, save: () => saved({ format, vocab, scores, specialTokens }) }),
    vocab: Object.freeze([...vocab]),
    scores: Object.freeze([...scores]),
    specialTokens: Object.freeze([...specialTokens]),
    sample(text: string, { rng, alpha = 1 }: { rng: Rng; alpha?: number }) {
      checkNumber(alpha, "unigram.sample alpha", { min: 0, max: 1000 });
      utf8(text, "sample text");
      return splitWords(text, "gpt2").flatMap((word) => idsOf(anyCut(lattice(word), { rng, alpha })));
    },
  });
}

/** The ids of pieces; a character without one is its bytes. */
function idsOf(pieces: readonly Edge[]): number[] {
  return pieces.flatMap(({ id, text }) => (id < 0 ? [...utf8(text, "encode text")] : [256 + id]));
}

/** A piece of a word. */
interface Edge {
  /** −1: a character without a piece. */
  id: number;
  text: string;
  /** Where it begins, in characters. */
  from: number;
  score: number;
}

/** The pieces that end after each character of a word, which has them all: position → edges. */
type Lattice = readonly (readonly Edge[])[];

function latticeOf({ vocab, scores }: Pick<Parts, "vocab" | "scores">): (word: string) => Lattice {
  const ids = new Map(vocab.map((piece, id) => [piece, id]));
  const longest = vocab.reduce((most, piece) => Math.max(most, [...piece].length), 1);
  const unknown = scores.reduce((least, score) => Math.min(least, score), 0) - unknownPenalty;
  return (word) => {
    const characters = [...word];
    return characters.map((_, last) => {
      const edges: Edge[] = [];
      for (let from = last; from >= 0 && from > last - longest; from--) {
        const text = characters.slice(from, last + 1).join("");
        const id = ids.get(text);
        if (id !== undefined) edges.push({ id, text, from, score: scores[id]! });
        else if (from === last) edges.push({ id: -1, text, from, score: unknown });
      }
      return edges;
    });
  };
}

/** The cut with the largest product (Viterbi 1967). Of equals the one whose last piece is longest. */
function bestCut(lattice: Lattice): Edge[] {
  const best = [0];
  const last = lattice.map((edges, i) => {
    let chosen = edges[0]!;
    for (const edge of edges) if (best[edge.from]! + edge.score >= best[chosen.from]! + chosen.score) chosen = edge;
    best[i + 1] = best[chosen.from]! + chosen.score;
    return chosen;
  });
  return backwards(lattice.length, (at) => last[at - 1]!);
}

/** A cut by the die: probabilities of all beginnings forwards, then pieces drawn from the end (Scott 2002). */
function anyCut(lattice: Lattice, { rng, alpha }: { rng: Rng; alpha: number }): Edge[] {
  const total = [0]; // log of the sum over all cuts up to here
  lattice.forEach((edges, i) => (total[i + 1] = logSum(edges.map(({ from, score }) => total[from]! + alpha * score))));
  return backwards(lattice.length, (at) => {
    const edges = lattice[at - 1]!;
    return edges[rng.weighted(edges.map(({ from, score }) => Math.exp(total[from]! + alpha * score - total[at]!)))]!;
  });
}

function backwards(length: number, edgeTo: (at: number) => Edge): Edge[] {
  const cut: Edge[] = [];
  for (let at = length; at > 0; at = cut.at(-1)!.from) cut.push(edgeTo(at));
  return cut.toReversed();
}

/** log Σ e^x */
function logSum(values: readonly number[]): number {
  const most = Math.max(...values);
  return most === -Infinity ? most : most + Math.log(values.reduce((sum, value) => sum + Math.exp(value - most), 0));
}
