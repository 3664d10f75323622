/**
 * A tensor as text, the way numpy prints with four decimals: shape and type, then the numbers in columns, long axes folded.
 *
 * A tensor is known by its members, as TensorFlow.js names them; this process imports no tensor library.
 * Reference: numpy 2, `numpy.set_printoptions` (precision 4, threshold 1000, edgeitems 3).
 */
import { isProxy } from "node:util/types";

/** What is needed of a tensor. */
export interface TensorLike {
  /** Length of each axis; empty for a scalar. */
  shape: readonly number[];
  /** `float32`, `int32`, `bool`, `string` or `complex64`; the last has two numbers for each element. */
  dtype: string;
  dataSync(): ArrayLike<unknown>;
  isDisposed?: boolean;
}

/** A tensor of more elements than this is folded, to this many at each end of an axis. */
const threshold = 1000;
const edge = 3;
const decimals = 4;
const lineLength = 88;

export function isTensor(value: unknown): value is TensorLike {
  if (typeof value !== "object" || value === null || isProxy(value)) return false;
  const { shape, dtype, dataSync } = value as Partial<TensorLike>;
  return typeof dataSync === "function" && typeof dtype === "string" && Array.isArray(shape) && shape.every(isLength);
}

/** Several lines: `Tensor float32 [2, 3]`, then the elements in nested brackets. Throws what `dataSync` throws. */
export function tensorText(tensor: TensorLike): string {
  const { shape, dtype } = tensor;
  const kind = "assign" in tensor ? "Variable" : "Tensor";
  const head = `${kind} ${dtype} [${shape.join(", ")}]`;
  if (tensor.isDisposed === true) return `${head}, disposed`;
  const size = shape.reduce((product, length) => product * length, 1);
  const data = tensor.dataSync();
  const element = (at: number): unknown => (dtype === "complex64" ? [data[2 * at], data[2 * at + 1]] : data[at]);
  const tree = nested(shape, { element, from: 0, fold: size > threshold });
  const write = writer(leavesOf(tree), dtype);
  return `${head}\n${layOut(tree, { write, indent: 0 })}`;
}

function isLength(length: unknown): boolean {
  return Number.isInteger(length) && (length as number) >= 0;
}

/** An axis: its items, and after which of them some are left out. */
interface Axis {
  items: Tree[];
  foldedAfter: number;
}
type Tree = Axis | { leaf: unknown };

function nested(
  shape: readonly number[],
  { element, from, fold }: { element: (at: number) => unknown; from: number; fold: boolean },
): Tree {
  const [length, ...inner] = shape;
  if (length === undefined) return { leaf: element(from) };
  const stride = inner.reduce((product, each) => product * each, 1);
  const folded = fold && length > 2 * edge;
  const shown = folded
    ? [...Array(edge).keys(), ...Array.from({ length: edge }, (_, i) => length - edge + i)]
    : [...Array(length).keys()];
  const items = shown.map((i) => nested(inner, { element, from: from + i * stride, fold }));
  return { items, foldedAfter: folded ? edge : -1 };
}

function leavesOf(tree: Tree): unknown[] {
  return "leaf" in tree ? [tree.leaf] : tree.items.flatMap(leavesOf);
}

function layOut(tree: Tree, { write, indent }: { write: (leaf: unknown) => string; indent: number }): string {
  if ("leaf" in tree) return write(tree.leaf);
  const parts = tree.items.map((item) => layOut(item, { write, indent: indent + 1 }));
  if (tree.foldedAfter >= 0) parts.splice(tree.foldedAfter, 0, "…");
  const innermost = tree.items.every((item) => "leaf" in item);
  const pad = " ".repeat(indent + 1);
  if (innermost) return `[${wrapped(parts, pad)}]`;
  const deeper = tree.items.some((item) => "items" in item && item.items.some((each) => "items" in each));
  return `[${parts.join(`,${deeper ? "\n\n" : "\n"}${pad}`)}]`;
}

function wrapped(parts: string[], pad: string): string {
  const lines = [""];
  for (const [index, part] of parts.entries()) {
    const text = index < parts.length - 1 ? `${part}, ` : part;
    if (lines.at(-1) !== "" && pad.length + lines.at(-1)!.length + part.length >= lineLength) lines.push("");
    lines[lines.length - 1] += text;
  }
  return lines.map((line) => line.trimEnd()).join(`\n${pad}`);
}

/** How to write one element so that all stand in columns. */
function writer(leaves: unknown[], dtype: string): (leaf: unknown) => string {
  if (dtype === "string") return (leaf) => JSON.stringify(typeof leaf === "string" ? leaf : String(leaf));
  if (dtype === "bool") return padded(leaves, (leaf) => String(Boolean(leaf)));
  if (dtype === "complex64") {
    const write = numberWriter(leaves.flat().map(Number));
    return padded(leaves, (leaf) => {
      const [real, imaginary] = (leaf as unknown[]).map(Number) as [number, number];
      return `${write(real)} ${imaginary < 0 ? "-" : "+"} ${write(Math.abs(imaginary))}i`;
    });
  }
  const write = leaves.length === 1 ? scalar : numberWriter(leaves.map(Number));
  return padded(leaves, (leaf) => write(Number(leaf)));
}

function padded(leaves: unknown[], write: (leaf: unknown) => string): (leaf: unknown) => string {
  const width = Math.max(0, ...leaves.map((leaf) => write(leaf).length));
  return (leaf) => write(leaf).padStart(width);
}

/** A number alone with all that a float32 knows: seven digits. */
function scalar(value: number): string {
  return String(Number(value.toPrecision(7)));
}

/** One form for all: whole numbers, or as many decimals as the most exact one needs, or powers of ten. */
function numberWriter(values: number[]): (value: number) => string {
  const sizes = values.filter((value) => Number.isFinite(value) && value !== 0).map(Math.abs);
  const largest = Math.max(0, ...sizes);
  const smallest = Math.min(Infinity, ...sizes);
  const whole = sizes.every(Number.isInteger);
  const plain = largest < 1e8 && (whole || (smallest >= 1e-4 && largest / smallest <= 1000));
  const places = Math.max(0, ...sizes.map((size) => placesOf(size, plain)));
  return (value) => {
    if (!Number.isFinite(value)) return String(value);
    // two digits of exponent at least, as elsewhere in the field
    return plain ? value.toFixed(places) : value.toExponential(places).replace(/(?<=e[+-])(?=\d$)/, "0");
  };
}

/** How many decimals a number has when it is rounded to the most that are shown. */
function placesOf(size: number, plain: boolean): number {
  const [mantissa = ""] = (plain ? size.toFixed(decimals) : size.toExponential(decimals)).split("e");
  return mantissa.split(".")[1]!.replace(/0+$/, "").length;
}
