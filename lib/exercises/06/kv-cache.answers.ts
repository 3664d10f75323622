/** Exercise 6.3: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { CachedAttention, CacheTools } from "./kv-cache.ts";
import { softmaxRow, transposed } from "./matrix.ts";
import type { Matrix } from "./matrix.ts";

export const stub = `function cachedAttention(tools: CacheTools): (token: number[]) => number[] {
  return undefined as never; // your code: return a function that hears one token more each time it is called
}`;

export const solution: CachedAttention = ({ query, key, value, positions, multiply }) => {
  const [keys, values]: [number[][], number[][]] = [[], []];
  return (token) => {
    const x = [token.map((v, i) => v + positions[keys.length]![i]!)]; // [1, dModel]
    keys.push(multiply(x, key)[0]!);
    values.push(multiply(x, value)[0]!);
    const columns = token.map((_, i) => keys.map((k) => k[i]!)); // keys, transposed
    const scores = multiply(multiply(x, query), columns)[0]!.map((s) => s / Math.sqrt(token.length));
    const powers = scores.map((s) => Math.exp(s - Math.max(...scores)));
    const total = powers.reduce((sum, p) => sum + p, 0);
    return multiply([powers.map((p) => p / total)], values)[0]!;
  };
};

export const wrong: Record<string, { answer: CachedAttention; hint: string }> = {
  "starts at place 0 again and again": {
    answer: (tools) => solution({ ...tools, positions: tools.positions.map(() => tools.positions[0]!) }),
    hint: "every token stands at place 0",
  },
  "makes keys before the position is added": {
    answer: (tools) => listening(tools, { keyOfPlaced: false }),
    hint: "is wrong: ",
  },
  "keeps the past and computes it anew": {
    answer(tools) {
      const tokens: Matrix = [];
      return (token) => {
        tokens.push(token);
        const step = solution(tools);
        return tokens.map((each) => step(each)).at(-1)!;
      };
    },
    hint: "is it used?",
  },
  "keeps nothing": { answer: (tools) => listening(tools, { keeps: false }), hint: "Token " },
};

function listening(
  { query, key, value, positions, multiply }: CacheTools,
  { keyOfPlaced = true, keeps = true },
): (token: number[]) => number[] {
  let [keys, values]: [Matrix, Matrix] = [[], []];
  let at = 0;
  return (token) => {
    const x = token.map((v, i) => v + positions[at]![i]!);
    at++;
    if (!keeps) [keys, values] = [[], []];
    keys.push(multiply([keyOfPlaced ? x : token], key)[0]!);
    values.push(multiply([x], value)[0]!);
    const scores = multiply(multiply([x], query), transposed(keys))[0]!;
    return multiply([softmaxRow(scores.map((s) => s / Math.sqrt(token.length)))], values)[0]!;
  };
}
