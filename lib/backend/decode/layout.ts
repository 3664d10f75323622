/**
 * Where everything lies in a decoder's memory, and how wide it is there: what program.as imports as `model`.
 * One memory, never grown: tables and packed weights, then the cache, then the vectors of one step.
 */
import { check } from "./check.ts";
import type { Activation, Architecture } from "./config.ts";

const bytesPerNumber = 4;
const pageBytes = 65_536;
const mostPages = 65_536;
const activations: readonly Activation[] = ["gelu", "gelu-tanh", "gelu-sigmoid"];

/** Sizes in numbers, not bytes. */
export interface Widths {
  /** A vector of the model. */
  width: number;
  /** What of it a linear layer reads. */
  widthRead: number;
  /** A head's query, key or value. */
  headWidth: number;
  headsWidth: number;
  qkvWidth: number;
  hiddenWidth: number;
  hiddenRead: number;
  logitsWidth: number;
  /** Keys, or values, of one layer. */
  cacheWidth: number;
}

export interface Layout {
  widths: Widths;
  /** The program's imports: sizes and addresses in bytes. */
  model: Record<string, number>;
  pages: number;
}

export function widthsOf({ vocabSize, dModel, heads, context, dMlp, positions }: Architecture): Widths {
  const dHead = dModel / heads;
  const headWidth = positions === "rotary" ? 2 * ceil(dHead / 2, 4) : ceil(dHead, 4);
  const headsWidth = heads * headWidth;
  return {
    width: ceil(dModel, 32),
    widthRead: ceil(dModel, 4),
    headWidth,
    headsWidth,
    qkvWidth: ceil(3 * headsWidth, 32),
    hiddenWidth: ceil(dMlp, 32),
    hiddenRead: ceil(dMlp, 4),
    logitsWidth: ceil(vocabSize, 32),
    // scores are computed for four positions at once
    cacheWidth: ceil(context, 4) * headsWidth,
  };
}

/** Errors: a model that does not fit the 4 GiB that WebAssembly can address. */
export function layoutOf(architecture: Architecture): Layout {
  const { vocabSize, dModel, layers, heads, context, positions, finalNorm } = architecture;
  const widths = widthsOf(architecture);
  const { width, widthRead, headWidth, headsWidth, qkvWidth, hiddenWidth, hiddenRead, logitsWidth } = widths;
  const block =
    2 * 2 * width +
    linear(widthRead, qkvWidth) +
    linear(headsWidth, width) +
    linear(widthRead, hiddenWidth) +
    linear(hiddenRead, width);

  // an address of 0 means that there is none
  let end = 128;
  const place = (numbers: number): number => {
    const start = end;
    end += ceil(numbers * bytesPerNumber, 128);
    return start;
  };
  const addresses = {
    embedding: place(vocabSize * width),
    positions: positions === "learned" ? place(context * width) : 0,
    rotary: positions === "rotary" ? place(context * headWidth) : 0,
    slopes: place(heads),
    weights: place(layers * block + (finalNorm ? 2 * width : 0) + linear(widthRead, logitsWidth)),
    cache: place(layers * 2 * widths.cacheWidth),
    x: place(width),
    normed: place(width),
    qkv: place(qkvWidth),
    mixed: place(headsWidth),
    hidden: place(hiddenWidth),
    scores: place(ceil(context, 4)),
    logits: place(logitsWidth),
  };
  const pages = Math.ceil(end / pageBytes);
  const expected = "a model and cache of at most 4 GiB, or the engine plain";
  check(pages <= mostPages, "config", { expected, got: `${(end / 2 ** 30).toFixed(1)} GiB` });
  const sizes = Object.fromEntries(Object.entries(widths).map(([name, numbers]) => [name, numbers * bytesPerNumber]));
  const { epsilon, activation } = architecture;
  const scale = 1 / Math.sqrt(dModel / heads);
  const model = {
    ...sizes,
    ...addresses,
    layers,
    heads,
    dModel,
    epsilon,
    scale,
    activation: activations.indexOf(activation),
    finalNorm: Number(finalNorm),
  };
  return { widths, model, pages };
}

/** The least multiple of `step` that is at least `value`. */
function ceil(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** Numbers of a packed linear layer, biases included. */
function linear(read: number, columns: number): number {
  return (read + 1) * columns;
}
