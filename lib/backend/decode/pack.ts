/** Weights put where program.as reads them: padded with zeros, linear layers in tiles of 32 outputs. */
import type { Architecture } from "./config.ts";
import type { Layout, Widths } from "./layout.ts";
import { alibiSlopes, rotaryAngle } from "./positions.ts";
import type { DecoderWeights } from "./weights.ts";

const tile = 32;

interface Matrix {
  weight: Float32Array;
  bias?: Float32Array | undefined;
  /** How far apart two inputs, and two outputs, are in `weight`. */
  strides: readonly [number, number];
  /** For each padded input and output: which of the weight's it is, −1 for padding. */
  rows: Int32Array;
  columns: Int32Array;
}

/** Everything but the cache is written, padding included: what was there before does not matter. */
export function pack(weights: DecoderWeights, architecture: Architecture, { memory, layout }: Target): void {
  const { vocabSize, dModel, layers, context, positions, finalNorm, tiedOutput, dMlp } = architecture;
  const { widths, model } = layout;
  const numbers = new Float32Array(memory);
  const at = (name: string): number => model[name]! / 4;

  copyRows(numbers.subarray(at("embedding")), weights["wte"]!, { count: vocabSize, from: dModel, to: widths.width });
  if (positions === "learned")
    copyRows(numbers.subarray(at("positions")), weights["wpe"]!, { count: context, from: dModel, to: widths.width });
  if (positions === "rotary") writeAngles(numbers.subarray(at("rotary")), architecture, widths);
  if (positions === "alibi") numbers.set(alibiSlopes(architecture.heads), at("slopes"));

  let next = at("weights");
  const norm = (name: string): void => {
    for (const part of ["gain", "bias"]) {
      copyRows(numbers.subarray(next), weights[`${name}.${part}`]!, { count: 1, from: dModel, to: widths.width });
      next += widths.width;
    }
  };
  const linear = (name: string, rows: Int32Array, columns: Int32Array): void => {
    const weight = weights[`${name}.weight`]!;
    const outputs = weight.length / rows.reduce((count, row) => count + (row < 0 ? 0 : 1), 0);
    const bias = weights[`${name}.bias`];
    next = packMatrix(numbers, next, { weight, bias, strides: [outputs, 1], rows, columns });
  };
  const read = padded(dModel, widths.widthRead);
  const written = padded(dModel, widths.width);
  for (let l = 0; l < layers; l++) {
    norm(`h${l}.ln1`);
    linear(`h${l}.qkv`, read, qkvColumns(architecture, widths));
    linear(`h${l}.proj`, headRows(architecture, widths), written);
    norm(`h${l}.ln2`);
    linear(`h${l}.up`, read, padded(dMlp, widths.hiddenWidth));
    linear(`h${l}.down`, padded(dMlp, widths.hiddenRead), written);
  }
  if (finalNorm) norm("lnF");
  const columns = padded(vocabSize, widths.logitsWidth);
  if (!tiedOutput) linear("output", read, columns);
  else packMatrix(numbers, next, { weight: weights["wte"]!, strides: [1, dModel], rows: read, columns });
}

interface Target {
  memory: ArrayBuffer;
  layout: Layout;
}

/** Returns where the next numbers go. */
function packMatrix(to: Float32Array, start: number, { weight, bias, strides, rows, columns }: Matrix): number {
  const [rowStride, columnStride] = strides;
  let p = start;
  for (let first = 0; first < columns.length; first += tile) {
    const outputs = columns.subarray(first, first + tile);
    for (const column of outputs) to[p++] = column < 0 ? 0 : (bias?.[column] ?? 0);
    for (const row of rows)
      for (const column of outputs)
        to[p++] = row < 0 || column < 0 ? 0 : weight[row * rowStride + column * columnStride]!;
  }
  return p;
}

function copyRows(
  to: Float32Array,
  source: Float32Array,
  { count, from, to: width }: { count: number; from: number; to: number },
): void {
  for (let row = 0; row < count; row++) {
    to.set(source.subarray(row * from, (row + 1) * from), row * width);
    to.fill(0, row * width + from, (row + 1) * width);
  }
}

/** [pos, cosines then sines, pair] */
function writeAngles(to: Float32Array, architecture: Architecture, { headWidth }: Widths): void {
  for (let position = 0; position < architecture.context; position++) {
    for (let pair = 0; pair < headWidth / 2; pair++) {
      const angle = rotaryAngle(position, pair, architecture);
      to[position * headWidth + pair] = Math.cos(angle);
      to[position * headWidth + headWidth / 2 + pair] = Math.sin(angle);
    }
  }
}

/** 0, 1, … and then padding. */
function padded(count: number, width: number): Int32Array {
  return Int32Array.from({ length: width }, (_, index) => (index < count ? index : -1));
}

/** Queries, keys, values; in each, head after head. */
function qkvColumns(architecture: Architecture, { headWidth, headsWidth, qkvWidth }: Widths): Int32Array {
  const { dModel, heads } = architecture;
  const dHead = dModel / heads;
  const columns = new Int32Array(qkvWidth).fill(-1);
  for (let part = 0; part < 3; part++) {
    for (let head = 0; head < heads; head++) {
      for (let i = 0; i < dHead; i++) {
        const place = part < 2 ? placeInHead(i, architecture, headWidth) : i;
        columns[part * headsWidth + head * headWidth + place] = part * dModel + head * dHead + i;
      }
    }
  }
  return columns;
}

/**
 * Numbers that are rotated together lie half a head apart, so that four pairs are turned at once. A product of query
 * and key does not change when both are ordered anew.
 */
function placeInHead(i: number, { positions, rotaryPairs, dModel, heads }: Architecture, headWidth: number): number {
  if (positions !== "rotary") return i;
  const half = dModel / heads / 2;
  const [pair, second] = rotaryPairs === "adjacent" ? [i >> 1, i % 2 === 1] : [i % half, i >= half];
  return pair + (second ? headWidth / 2 : 0);
}

function headRows({ dModel, heads }: Architecture, { headWidth, headsWidth }: Widths): Int32Array {
  const dHead = dModel / heads;
  return Int32Array.from({ length: headsWidth }, (_, index) => {
    const i = index % headWidth;
    return i < dHead ? Math.floor(index / headWidth) * dHead + i : -1;
  });
}
