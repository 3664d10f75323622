/**
 * The file format safetensors: named arrays of numbers in one file, which runs nothing when it is read.
 *
 * Eight bytes say how long the header is (little-endian), the header is JSON, and after it come the numbers, one array
 * after another without gaps. What is checked on reading: every size and place, so that a truncated or hostile file is
 * an error and never a wrong number.
 *
 * Left out: types of numbers that JavaScript has no array for (bfloat16 is widened to float32, the 8-bit floats are refused).
 *
 * Reference: https://github.com/huggingface/safetensors, "Format".
 */
import { check, InputError } from "./check.ts";

const arrays = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Float16Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U16: Uint16Array,
  U8: Uint8Array,
} as const;
type Dtype = keyof typeof arrays;

/** Numbers of a type that the format knows. */
export type SafeArray =
  | Float64Array
  | Float32Array
  | Float16Array
  | BigInt64Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint16Array
  | Uint8Array;

/** One named array. `data` holds as many numbers as the product of `shape`. */
export interface SafeTensor {
  readonly shape: readonly number[];
  readonly data: SafeArray;
}

export interface SafeFile {
  readonly tensors: ReadonlyMap<string, SafeTensor>;
  /** What else was written: text by name. */
  readonly metadata: Readonly<Record<string, string>>;
}

const metadataName = "__metadata__";
/** As in the reference implementation: a longer header is an attack. */
const mostHeaderBytes = 100_000_000;

/** The bytes of a safetensors file with these arrays, in this order. */
export function encodeSafetensors(
  tensors: ReadonlyMap<string, SafeTensor>,
  { metadata = {} }: { metadata?: Readonly<Record<string, string>> } = {},
): Uint8Array {
  const header: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  if (Object.keys(metadata).length > 0) header[metadataName] = metadata;
  let end = 0;
  for (const [name, { shape, data }] of tensors) {
    check(name !== metadataName, "encodeSafetensors name", `any but ${metadataName}`, name);
    const size = sizeOf(shape);
    check(data.length === size, `encodeSafetensors ${name}`, `${size} numbers for [${shape.join(", ")}]`, data);
    header[name] = { dtype: dtypeOf(data, name), shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  // the numbers start at a multiple of 8, as the reference implementation writes them
  const headerBytes = Math.ceil(text.length / 8) * 8;
  const file = new Uint8Array(8 + headerBytes + end).fill(0x20, 8 + text.length, 8 + headerBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(headerBytes), true);
  file.set(text, 8);
  let at = 8 + headerBytes;
  for (const { data } of tensors.values()) {
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return file;
}

/** The arrays in the bytes of a safetensors file; each is a copy. Throws an `InputError` if anything in it does not fit. */
export function decodeSafetensors(bytes: Uint8Array): SafeFile {
  check(bytes instanceof Uint8Array && bytes.length >= 8, "decodeSafetensors bytes", "at least 8 bytes", bytes);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const fits = length <= BigInt(Math.min(mostHeaderBytes, bytes.length - 8));
  check(fits, "decodeSafetensors header", () => `at most ${bytes.length - 8} bytes`, length);
  const start = 8 + Number(length);
  const header = parsed(bytes.subarray(8, start));
  const numbers = bytes.subarray(start);
  const tensors = new Map<string, SafeTensor>();
  let end = 0;
  const entries = Object.entries(header).flatMap(([name, value]) =>
    name === metadataName ? [] : entryOf(value, name),
  );
  // subtle: an empty array starts where the next one does, and comes before it
  entries.sort((a, b) => a.from - b.from || a.to - b.to);
  for (const { name, dtype, shape, from, to } of entries) {
    const expected = `from ${end}, within ${numbers.length} bytes`;
    check(
      from === end && to >= from && to <= numbers.length,
      `decodeSafetensors ${name}`,
      expected,
      `${from} to ${to}`,
    );
    end = to;
    tensors.set(name, { shape, data: read(numbers.slice(from, to), { dtype, shape, name }) });
  }
  check(end === numbers.length, "decodeSafetensors numbers", `${end} bytes`, numbers.length);
  return { tensors, metadata: metadataOf(header[metadataName]) };
}

function parsed(bytes: Uint8Array): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw new InputError(`decodeSafetensors header: expected JSON, got ${String(error)}`, { cause: error });
  }
  check(isRecord(value), "decodeSafetensors header", "a JSON object", value);
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

interface Entry {
  name: string;
  dtype: string;
  shape: number[];
  from: number;
  to: number;
}

function entryOf(value: unknown, name: string): Entry {
  const where = `decodeSafetensors ${name}`;
  check(isRecord(value), where, "an object", value);
  const { dtype, shape, data_offsets: offsets } = value;
  check(typeof dtype === "string", `${where} dtype`, "a name", dtype);
  check(isCounts(shape), `${where} shape`, "integers of at least 0", shape);
  check(isCounts(offsets) && offsets.length === 2, `${where} data_offsets`, "two places", offsets);
  return { name, dtype, shape, from: offsets[0]!, to: offsets[1]! };
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((each) => Number.isSafeInteger(each) && (each as number) >= 0);
}

function read(bytes: Uint8Array, { dtype, shape, name }: Pick<Entry, "dtype" | "shape" | "name">): SafeArray {
  const stored = dtype === "BF16" ? "U16" : dtype === "BOOL" ? "U8" : dtype;
  const known = Object.hasOwn(arrays, stored);
  check(known, `decodeSafetensors ${name} dtype`, () => `${Object.keys(arrays).join(", ")}, BF16 or BOOL`, dtype);
  const array = arrays[stored as Dtype];
  const size = sizeOf(shape) * array.BYTES_PER_ELEMENT;
  check(bytes.length === size, `decodeSafetensors ${name}`, () => `${size} bytes for [${shape.join(", ")}]`, bytes);
  const data = new array(bytes.buffer as ArrayBuffer);
  return dtype === "BF16" ? widened(data as Uint16Array) : data;
}

/** bfloat16 is the upper half of a float32. */
function widened(halves: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(halves, (half) => half << 16).buffer);
}

function metadataOf(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  const isText = isRecord(value) && Object.values(value).every((each) => typeof each === "string");
  check(isText, `decodeSafetensors ${metadataName}`, "text by name", value);
  return value as Record<string, string>;
}

function dtypeOf(data: SafeArray, name: string): Dtype {
  const found = (Object.keys(arrays) as Dtype[]).find((dtype) => data instanceof arrays[dtype]);
  check(found !== undefined, `encodeSafetensors ${name}`, "a typed array", data);
  return found;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, length) => product * length, 1);
}
