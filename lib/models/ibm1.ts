/**
 * IBM Model 1: a word translator learned from sentence pairs alone, by expectation-maximisation (EM). No network.
 *
 * Every word of the target sentence was made by one word of the source sentence, or by none (`nullWord`), each equally
 * likely beforehand. E: share each target word out among the source words, in proportion to t(target | source).
 * M: t is the share received. Repeat.
 *
 * Paper's letters: f = target word, e = source word, t(f | e) = `probability`.
 * Reference: Brown, Della Pietra, Della Pietra and Mercer 1993, "The Mathematics of Statistical Machine Translation",
 * Computational Linguistics 19(2), section 4.1.
 */
import { check, checkInteger } from "../core/index.ts";

/** A source sentence and its translation, as words. */
export type SentencePair = readonly [source: readonly string[], target: readonly string[]];

/** A trained translator. */
export interface Ibm1 {
  /** t(target | source), 0 for words that never met. */
  probability(source: string, target: string): number;
  /** The likeliest translation of a word; undefined for an unknown word. */
  translate(source: string): string | undefined;
  /** Mean log-likelihood of a target word before each iteration, up to a constant that does not change. Never falls. */
  readonly logLikelihood: readonly number[];
}

/** Train on `pairs`. `nullWord` adds an empty source word to every sentence, for target words that translate nothing. */
export function trainIbm1(
  pairs: readonly SentencePair[],
  { iterations = 10, nullWord = false }: { iterations?: number; nullWord?: boolean } = {},
): Ibm1 {
  check(pairs.length > 0, "trainIbm1 pairs", "at least one pair", pairs);
  for (const [source, target] of pairs)
    check(source.length > 0 && target.length > 0, "trainIbm1 pairs", "two sentences with words", [source, target]);
  checkInteger(iterations, "trainIbm1 iterations");
  const padded = pairs.map(([source, target]) => [nullWord ? ["", ...source] : source, target] as const);
  const targets = new Set(pairs.flatMap(([, target]) => target));
  let table = uniform(padded, targets.size);
  const logLikelihood: number[] = [];

  for (let iteration = 0; iteration < iterations; iteration++) {
    const counts = new Map<string, Map<string, number>>();
    let sum = 0;
    let words = 0;
    for (const [source, target] of padded)
      for (const f of target) {
        const total = source.reduce((z, e) => z + table.get(e)!.get(f)!, 0);
        for (const e of source) add(counts, e, f, table.get(e)!.get(f)! / total);
        sum += Math.log(total / source.length);
        words++;
      }
    logLikelihood.push(sum / words);
    table = new Map([...counts].map(([e, row]) => [e, normalised(row)]));
  }

  return Object.freeze({
    probability: (source: string, target: string) => table.get(source)?.get(target) ?? 0,
    translate(source: string) {
      const row = [...(table.get(source) ?? [])];
      return row.length === 0 ? undefined : row.reduce((best, item) => (item[1] > best[1] ? item : best))[0];
    },
    logLikelihood,
  });
}

type Table = Map<string, Map<string, number>>;

/** The same probability for every pair of words that share a sentence pair; others can never get any. */
function uniform(pairs: readonly SentencePair[], targets: number): Table {
  const table: Table = new Map();
  for (const [source, target] of pairs)
    for (const e of source) for (const f of target) if (!table.get(e)?.has(f)) add(table, e, f, 1 / targets);
  return table;
}

function add(table: Table, e: string, f: string, amount: number): void {
  const row = table.get(e) ?? table.set(e, new Map()).get(e)!;
  row.set(f, (row.get(f) ?? 0) + amount);
}

function normalised(row: ReadonlyMap<string, number>): Map<string, number> {
  const total = [...row.values()].reduce((sum, count) => sum + count, 0);
  return new Map([...row].map(([f, count]) => [f, count / total]));
}
