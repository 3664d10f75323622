/**
 * A neural language model: the last `window` tokens become vectors, one hidden layer mixes them, a softmax gives the
 * next token. Forward and backward are written out by hand, in 64-bit numbers.
 *
 *     x = [C(t₁) … C(tₙ)]      h = tanh(x·H + d)      p = softmax(h·U + b)
 *
 * Paper's letters: C = embedding, H, d = hidden, U, b = output. The paper's optional direct path W is left out.
 * Reference: Bengio, Ducharme, Vincent and Jauvin 2003, "A Neural Probabilistic Language Model", JMLR 3, section 2.
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import type { LanguageModel } from "./language-model.ts";

/** Sizes of the network. */
export interface FeedForwardConfig<Token> {
  /** Every token there is, END too if the model shall stop. */
  vocabulary: readonly Token[];
  /** How many tokens back it can look. */
  window: number;
  dEmbed: number;
  dHidden: number;
  rng: Rng;
}

/** Positions to learn from: token ids, where id `vocabulary.length` stands for "before the start". */
export interface Examples {
  /** [example, window], flat */
  readonly contexts: Int32Array;
  /** [example] */
  readonly targets: Int32Array;
}

/** The network. `parameters` is one flat vector; training changes it in place, use does not. */
export interface FeedForwardLm<Token> extends LanguageModel<Token> {
  readonly parameters: Float64Array;
  /** Name → shape of each part of `parameters`, in order. */
  readonly shapes: Readonly<Record<string, readonly number[]>>;
  /** Cut sequences into positions to learn from; `from` skips the first tokens of each as targets. */
  examples(sequences: readonly (readonly Token[])[], options?: { end?: Token; from?: number }): Examples;
  /** `size` positions, drawn with repetition. */
  batch(examples: Examples, size: number, options: { rng: Rng }): Examples;
  /** Mean cross-entropy in nats per token, and its gradient, as long as `parameters`. */
  lossAndGradient(batch: Examples): { loss: number; gradient: Float64Array };
  /** A second network with the same numbers. */
  clone(): FeedForwardLm<Token>;
}

/** A network with random parameters. */
export function feedForwardLm<Token>(config: FeedForwardConfig<Token>): FeedForwardLm<Token> {
  const { vocabulary, window, dEmbed, dHidden, rng } = config;
  check(vocabulary.length > 1, "feedForwardLm vocabulary", "at least two tokens", vocabulary);
  check(new Set(vocabulary).size === vocabulary.length, "feedForwardLm vocabulary", "no token twice", vocabulary);
  for (const name of ["window", "dEmbed", "dHidden"] as const)
    checkInteger(config[name], `feedForwardLm ${name}`, { min: 1 });
  const parameters = new Float64Array(Object.values(shapesOf(config)).reduce((sum, shape) => sum + sizeOf(shape), 0));
  const { embedding, hidden, output } = partsOf(parameters, config);
  for (let i = 0; i < embedding.length; i++) embedding[i] = rng.normal() * 0.5;
  for (let i = 0; i < hidden.length; i++) hidden[i] = rng.normal() / Math.sqrt(window * dEmbed);
  for (let i = 0; i < output.length; i++) output[i] = rng.normal() / Math.sqrt(dHidden);
  return fromParameters(config, parameters);
}

type Sizes = Pick<FeedForwardConfig<unknown>, "vocabulary" | "window" | "dEmbed" | "dHidden">;

function shapesOf({ vocabulary, window, dEmbed, dHidden }: Sizes) {
  return {
    embedding: [vocabulary.length + 1, dEmbed], // one row more: before the start
    hidden: [window * dEmbed, dHidden],
    hiddenBias: [dHidden],
    output: [dHidden, vocabulary.length],
    outputBias: [vocabulary.length],
  } as const;
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** The parts of a flat vector, as views into it. */
function partsOf(flat: Float64Array, sizes: Sizes) {
  let at = 0;
  const parts = Object.entries(shapesOf(sizes)).map(([name, shape]) => {
    at += sizeOf(shape);
    return [name, flat.subarray(at - sizeOf(shape), at)];
  });
  return Object.fromEntries(parts) as Record<keyof ReturnType<typeof shapesOf>, Float64Array>;
}

function fromParameters<Token>(config: FeedForwardConfig<Token>, parameters: Float64Array): FeedForwardLm<Token> {
  const { vocabulary, window, dEmbed, dHidden } = config;
  const V = vocabulary.length;
  const dInput = window * dEmbed;
  const { embedding, hidden, hiddenBias, output, outputBias } = partsOf(parameters, config);
  const idOf = new Map(vocabulary.map((token, id) => [token, id]));
  const id = (token: Token): number => {
    const known = idOf.get(token);
    check(known !== undefined, "feedForwardLm token", "a token of the vocabulary", token);
    return known;
  };
  const windowBefore = (ids: readonly number[], at: number): number[] =>
    Array.from({ length: window }, (_, i) => ids[at - window + i] ?? V);

  /** For one context: fills x [dInput], h [dHidden] and p [vocab]. */
  function forward(context: ArrayLike<number>, x: Float64Array, h: Float64Array, p: Float64Array): void {
    for (let i = 0; i < window; i++)
      for (let j = 0; j < dEmbed; j++) x[i * dEmbed + j] = embedding[context[i]! * dEmbed + j]!;
    h.set(hiddenBias);
    addProduct(h, x, hidden);
    for (let j = 0; j < dHidden; j++) h[j] = Math.tanh(h[j]!);
    p.set(outputBias);
    addProduct(p, h, output);
    softmax(p);
  }

  return {
    parameters,
    shapes: shapesOf(config),

    examples(sequences, { end, from = 0 } = {}) {
      const contexts: number[] = [];
      const targets: number[] = [];
      for (const sequence of sequences) {
        const ids = [...sequence, ...(end === undefined ? [] : [end])].map(id);
        for (let at = from; at < ids.length; at++) {
          contexts.push(...windowBefore(ids, at));
          targets.push(ids[at]!);
        }
      }
      return { contexts: Int32Array.from(contexts), targets: Int32Array.from(targets) };
    },

    batch({ contexts, targets }, size, { rng }) {
      check(targets.length > 0, "batch examples", "at least one example", targets);
      const picked = Int32Array.from({ length: checkInteger(size, "batch size", { min: 1 }) }, () =>
        rng.int(targets.length),
      );
      return {
        contexts: Int32Array.from({ length: size * window }, (_, i) => {
          return contexts[picked[Math.floor(i / window)]! * window + (i % window)]!;
        }),
        targets: picked.map((i) => targets[i]!),
      };
    },

    lossAndGradient({ contexts, targets }) {
      const n = targets.length;
      check(n > 0 && contexts.length === n * window, "lossAndGradient batch", `contexts [${n}, ${window}]`, contexts);
      const gradient = new Float64Array(parameters.length);
      const g = partsOf(gradient, config);
      const x = new Float64Array(dInput);
      const h = new Float64Array(dHidden);
      const p = new Float64Array(V);
      const gx = new Float64Array(dInput);
      const gh = new Float64Array(dHidden);
      let loss = 0;
      for (let e = 0; e < n; e++) {
        const context = contexts.subarray(e * window, (e + 1) * window);
        forward(context, x, h, p);
        loss -= Math.log(p[targets[e]!]!) / n;
        // softmax and cross-entropy together: the gradient at the scores is p minus the right answer
        p[targets[e]!]! -= 1;
        for (let k = 0; k < V; k++) p[k]! /= n;
        backProduct(gh, g.output, h, p, output);
        addTo(g.outputBias, p);
        for (let j = 0; j < dHidden; j++) gh[j]! *= 1 - h[j]! * h[j]!;
        backProduct(gx, g.hidden, x, gh, hidden);
        addTo(g.hiddenBias, gh);
        for (let i = 0; i < window; i++)
          for (let j = 0; j < dEmbed; j++) g.embedding[context[i]! * dEmbed + j]! += gx[i * dEmbed + j]!;
      }
      return { loss, gradient };
    },

    nextDistribution(context) {
      const p = new Float64Array(V);
      const recent = context.slice(-window).map(id);
      forward(windowBefore(recent, recent.length), new Float64Array(dInput), new Float64Array(dHidden), p);
      return new Map(vocabulary.map((token, k) => [token, p[k]!]));
    },

    clone: () => fromParameters(config, parameters.slice()),
  };
}

/** out[j] += Σᵢ v[i]·m[i, j] */
function addProduct(out: Float64Array, v: Float64Array, m: Float64Array): void {
  const columns = out.length;
  for (let i = 0; i < v.length; i++) {
    const scale = v[i]!;
    for (let j = 0, at = i * columns; j < columns; j++, at++) out[j]! += scale * m[at]!;
  }
}

/** The way back through out = v·m: gv[i] = Σⱼ m[i, j]·gOut[j], and gm[i, j] += v[i]·gOut[j]. */
function backProduct(gv: Float64Array, gm: Float64Array, v: Float64Array, gOut: Float64Array, m: Float64Array): void {
  const columns = gOut.length;
  for (let i = 0; i < v.length; i++) {
    const scale = v[i]!;
    let sum = 0;
    for (let j = 0, at = i * columns; j < columns; j++, at++) {
      const g = gOut[j]!;
      sum += m[at]! * g;
      gm[at]! += scale * g;
    }
    gv[i] = sum;
  }
}

function addTo(out: Float64Array, v: Float64Array): void {
  for (let i = 0; i < out.length; i++) out[i]! += v[i]!;
}

function softmax(scores: Float64Array): void {
  let max = -Infinity;
  for (let i = 0; i < scores.length; i++) max = Math.max(max, scores[i]!);
  let sum = 0;
  for (let i = 0; i < scores.length; i++) sum += scores[i] = Math.exp(scores[i]! - max);
  for (let i = 0; i < scores.length; i++) scores[i]! /= sum;
}
