/**
 * The pieces of a unigram model: begin with far too many, find how often each is used by expectation and maximisation,
 * drop those that are missed least, and again.
 *
 * Reference: Kudo 2018, "Subword Regularization", section 3.2; Dempster, Laird and Rubin 1977 for EM.
 */
import { checkInteger } from "../core/index.ts";

export interface LearnPiecesOptions {
  /** How many pieces are left; single characters are never dropped, so there may be more. */
  pieces: number;
}

/** No piece is longer, in characters. */
const longestPiece = 12;
/** To begin with there are so many times more than are wanted. */
const tooMany = 8;
/** The share that is kept in each round. */
const kept = 0.75;
const emRounds = 2;

/** Piece → natural logarithm of its probability, the likeliest first. `words` are counted. */
export function learnPieces(
  words: ReadonlyMap<string, number>,
  { pieces: wanted }: LearnPiecesOptions,
): Map<string, number> {
  checkInteger(wanted, "learnPieces pieces");
  const list = [...words].map(([word, count]) => ({ characters: [...word], count }));
  let pieces = seeds(list, wanted * tooMany);
  const rounds = (): void => {
    for (let round = 0; round < emRounds; round++) pieces = maximised(expected(list, pieces), pieces);
  };
  rounds();
  while (pieces.size > wanted && [...pieces.keys()].some((piece) => !isCharacter(piece))) {
    pieces = pruned(list, pieces, Math.max(wanted, Math.floor(pieces.size * kept)));
    rounds();
  }
  return new Map([...pieces].sort(([, a], [, b]) => b - a));
}

type Words = readonly { characters: readonly string[]; count: number }[];

/** All characters, and the parts that cover most: frequency times length. */
function seeds(words: Words, most: number): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { characters, count } of words)
    for (let from = 0; from < characters.length; from++) {
      let part = "";
      for (let to = from; to < Math.min(characters.length, from + longestPiece); to++) {
        part += characters[to]!;
        counts.set(part, (counts.get(part) ?? 0) + count);
      }
    }
  const singles = [...counts].filter(([part]) => isCharacter(part));
  const longer = [...counts]
    .filter(([part, count]) => !isCharacter(part) && count > 1)
    .sort(([a, x], [b, y]) => y * b.length - x * a.length)
    .slice(0, Math.max(0, most - singles.length));
  return normalisedLogs([...singles, ...longer]);
}

/** How often each piece is used, on average over all ways to cut each word: the forward–backward algorithm. */
function expected(words: Words, pieces: ReadonlyMap<string, number>): Map<string, number> {
  const usage = new Map<string, number>();
  for (const { characters, count } of words) {
    const edges = edgesOf(characters, pieces);
    const forward = new Float64Array(characters.length + 1);
    const backward = new Float64Array(characters.length + 1);
    forward[0] = backward[characters.length] = 1;
    // words are short, so that products of probabilities do not vanish; a row that did would only be left out
    for (const { from, to, p } of edges) forward[to]! += forward[from]! * p;
    for (const { from, to, p } of edges.toReversed()) backward[from]! += backward[to]! * p;
    const whole = forward[characters.length]!;
    if (whole === 0) continue;
    for (const { from, to, p, text } of edges)
      usage.set(text, (usage.get(text) ?? 0) + (count * forward[from]! * p * backward[to]!) / whole);
  }
  return usage;
}

interface PieceEdge {
  from: number;
  to: number;
  text: string;
  p: number;
}

/** All pieces in a word, those that begin earlier first. */
function edgesOf(characters: readonly string[], pieces: ReadonlyMap<string, number>): PieceEdge[] {
  const edges: PieceEdge[] = [];
  for (let from = 0; from < characters.length; from++) {
    let text = "";
    for (let to = from + 1; to <= Math.min(characters.length, from + longestPiece); to++) {
      text += characters[to - 1]!;
      const score = pieces.get(text);
      if (score !== undefined) edges.push({ from, to, text, p: Math.exp(score) });
    }
  }
  return edges;
}

/** Probabilities in proportion to use. What is hardly used goes, unless it is a character. */
function maximised(usage: ReadonlyMap<string, number>, before: ReadonlyMap<string, number>): Map<string, number> {
  const used = [...before.keys()].map((piece) => [piece, usage.get(piece) ?? 0] as const);
  // a character that no best cut needs keeps a little, so that no text is left without a cut
  return normalisedLogs(
    used
      .filter(([piece, count]) => isCharacter(piece) || count >= 0.5)
      .map(([piece, count]) => [piece, Math.max(count, 1e-3)]),
  );
}

/** The `most` pieces, and all characters, whose loss would cost most: use times how much more likely the piece is than the best cut without it. */
function pruned(words: Words, pieces: ReadonlyMap<string, number>, most: number): Map<string, number> {
  const usage = expected(words, pieces);
  const losses = [...pieces].map(([piece, score]) => {
    if (isCharacter(piece)) return { piece, score, loss: Infinity };
    return { piece, score, loss: (usage.get(piece) ?? 0) * (score - scoreWithout(piece, pieces)) };
  });
  losses.sort((a, b) => b.loss - a.loss);
  const characters = losses.filter(({ loss }) => loss === Infinity).length;
  return new Map(losses.slice(0, Math.max(most, characters)).map(({ piece, score }) => [piece, score]));
}

/** The best cut of a piece into others. */
function scoreWithout(piece: string, pieces: ReadonlyMap<string, number>): number {
  const characters = [...piece];
  const best = Array.from({ length: characters.length + 1 }, (_, i) => (i === 0 ? 0 : -Infinity));
  for (let from = 0; from < characters.length; from++) {
    let text = "";
    for (let to = from + 1; to <= characters.length; to++) {
      text += characters[to - 1]!;
      const score = text === piece ? undefined : pieces.get(text);
      if (score !== undefined) best[to] = Math.max(best[to]!, best[from]! + score);
    }
  }
  return best[characters.length]!;
}

function normalisedLogs(counts: readonly (readonly [string, number])[]): Map<string, number> {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return new Map(counts.map(([piece, count]) => [piece, Math.log(count / total)]));
}

function isCharacter(piece: string): boolean {
  const [first] = piece;
  return first === piece;
}
