/**
 * A GPT in float64 over a whole sequence at once, without a cache: what a decoder must agree with. Written from the
 * papers, apart from lib/: rotation is a product of complex numbers, attention a masked matrix, erf a series.
 */
import type { DecoderConfig, DecoderWeights } from "../../../lib/backend/decode/index.ts";

type Matrix = number[][];

/** Logits `[pos, vocab]` of the token after each of `tokens`. */
export function oracleLogits(weights: DecoderWeights, config: DecoderConfig, tokens: readonly number[]): Matrix {
  const { dModel, heads, layers, vocabSize, positions = "learned", epsilon = 1e-5 } = config;
  const { finalNorm = true, tiedOutput = true, linearBias = true, dMlp = 4 * dModel } = config;
  const matrix = (name: string, columns: number): Matrix => rowsOf(weights[name]!, columns);
  const norm = (x: Matrix, name: string): Matrix =>
    x.map((row) => {
      const mean = total(row) / dModel;
      const deviation = Math.sqrt(total(row.map((value) => (value - mean) ** 2)) / dModel + epsilon);
      return row.map((v, i) => ((v - mean) / deviation) * weights[`${name}.gain`]![i]! + weights[`${name}.bias`]![i]!);
    });
  const linear = (x: Matrix, name: string, columns: number): Matrix => {
    const bias = linearBias ? [...weights[`${name}.bias`]!] : Array.from({ length: columns }, () => 0);
    return product(x, matrix(`${name}.weight`, columns)).map((row) => row.map((value, i) => value + bias[i]!));
  };

  let x = tokens.map((token) => matrix("wte", dModel)[token]!);
  if (positions === "learned") x = sum(x, matrix("wpe", dModel).slice(0, tokens.length));
  const dHead = dModel / heads;
  for (let l = 0; l < layers; l++) {
    const qkv = linear(norm(x, `h${l}.ln1`), `h${l}.qkv`, 3 * dModel);
    const perHead = Array.from({ length: heads }, (_, head) => {
      const [q, k, v] = [0, 1, 2].map((part) =>
        qkv.map((row) => row.slice(part * dModel + head * dHead, part * dModel + (head + 1) * dHead)),
      );
      const turned = [q!, k!].map((each) => (positions === "rotary" ? rotated(each, config) : each));
      const scores = product(turned[0]!, transposed(turned[1]!)).map((row, i) =>
        row.map((score, j) => {
          if (j > i) return -Infinity;
          return score / Math.sqrt(dHead) - (positions === "alibi" ? paperSlopes[heads]![head]! * (i - j) : 0);
        }),
      );
      // a masked position takes no part, whatever its value is
      return scores.map((row, i) => product([softmax(row.slice(0, i + 1))], v!.slice(0, i + 1))[0]!);
    });
    const mixed = tokens.map((_, i) => perHead.flatMap((head) => head[i]!));
    x = sum(x, linear(mixed, `h${l}.proj`, dModel));
    const hidden = linear(norm(x, `h${l}.ln2`), `h${l}.up`, dMlp).map((row) => row.map(geluOf(config)));
    x = sum(x, linear(hidden, `h${l}.down`, dModel));
  }
  if (finalNorm) x = norm(x, "lnF");
  return product(x, tiedOutput ? transposed(matrix("wte", dModel)) : matrix("output.weight", vocabSize));
}

/** ALiBi, section 3: "for models that have 8 heads … 1/2, 1/4, …, 1/256"; with 16 their geometric means between. */
const paperSlopes: Record<number, number[]> = {
  1: [2 ** -8],
  2: [2 ** -4, 2 ** -8],
  // not a power of two: those of 2 heads, then the first of the odd ones of 4 heads
  3: [2 ** -4, 2 ** -8, 2 ** -2],
  4: [1 / 4, 1 / 16, 1 / 64, 1 / 256],
  8: [1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64, 1 / 128, 1 / 256],
};

/** RoFormer, equation 12: the complex number of each pair times e^(i m θ), θ = base^(−2 pair / d). */
function rotated(rows: Matrix, { rotaryPairs = "adjacent", rotaryBase = 10_000 }: DecoderConfig): Matrix {
  return rows.map((row, m) => {
    const half = row.length / 2;
    const result = [...row];
    for (let pair = 0; pair < half; pair++) {
      const [re, im] = rotaryPairs === "adjacent" ? [2 * pair, 2 * pair + 1] : [pair, pair + half];
      const angle = m / Math.pow(rotaryBase, (2 * pair) / row.length);
      result[re] = row[re]! * Math.cos(angle) - row[im]! * Math.sin(angle);
      result[im] = row[re]! * Math.sin(angle) + row[im]! * Math.cos(angle);
    }
    return result;
  });
}

function geluOf({ activation = "gelu-tanh" }: DecoderConfig): (x: number) => number {
  if (activation === "gelu") return (x) => (x * (1 + erf(x / Math.SQRT2))) / 2;
  if (activation === "gelu-sigmoid") return (x) => x / (1 + Math.exp(-1.702 * x));
  return (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
}

/** erf(x) = 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (2n+1)!! (Abramowitz and Stegun 7.1.6): all terms of one sign. */
export function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let term = x;
  let series = x;
  for (let n = 1; Math.abs(term) > Math.abs(series) * 1e-17; n++) series += term *= (2 * x * x) / (2 * n + 1);
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * series;
}

function softmax(row: number[]): number[] {
  const highest = row.reduce((a, b) => Math.max(a, b));
  const exps = row.map((value) => Math.exp(value - highest));
  return exps.map((value) => value / total(exps));
}

function product(a: Matrix, b: Matrix): Matrix {
  const columns = transposed(b);
  return a.map((row) => columns.map((column) => total(row.map((value, i) => value * column[i]!))));
}

function rowsOf(array: Float32Array, columns: number): Matrix {
  return Array.from({ length: array.length / columns }, (_, i) => [...array.subarray(i * columns, (i + 1) * columns)]);
}

function transposed(a: Matrix): Matrix {
  return a[0]!.map((_, i) => a.map((row) => row[i]!));
}

function sum(a: Matrix, b: Matrix): Matrix {
  return a.map((row, i) => row.map((value, j) => value + b[i]![j]!));
}

function total(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}
