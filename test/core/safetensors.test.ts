import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeSafetensors, encodeSafetensors, InputError } from "../../lib/core/index.ts";
import type { SafeTensor } from "../../lib/core/index.ts";

// written by safetensors 0.8.0 and numpy 2.4.6: test/fixtures/safetensors/make.py
const peer = new Uint8Array(readFileSync(new URL("../fixtures/safetensors/peer.safetensors", import.meta.url)));

test("a file of the reference implementation is read, of every type", () => {
  const { tensors, metadata } = decodeSafetensors(peer);
  expect(metadata).toEqual({ what: "a test", 語: "中文" });
  expect(Object.fromEntries([...tensors].map(([name, { shape }]) => [name, shape]))).toEqual({
    weights: [2, 2],
    half: [3],
    double: [2],
    ids: [2],
    bytes: [1, 1, 2],
    mask: [3],
    empty: [0, 3],
    scalar: [],
    名: [1],
  });
  expect(tensors.get("weights")!.data).toEqual(Float32Array.of(1.5, -2, 0, 3.25));
  expect(tensors.get("half")!.data).toEqual(Float16Array.of(0.5, -1, 65504));
  expect(tensors.get("double")!.data).toEqual(Float64Array.of(1e300, -0));
  expect(tensors.get("ids")!.data).toEqual(BigInt64Array.of(1n, -(2n ** 40n)));
  expect(tensors.get("bytes")!.data).toEqual(Uint8Array.of(0, 255));
  expect(tensors.get("mask")!.data).toEqual(Uint8Array.of(1, 0, 1));
  expect(tensors.get("empty")!.data).toEqual(new Float32Array(0));
  expect(tensors.get("scalar")!.data).toEqual(Int32Array.of(-7));
  expect(tensors.get("名")!.data).toEqual(Int16Array.of(1));
});

test("bfloat16, the upper half of a float32, is widened", () => {
  // 1 is 3f80, −2 is c000
  const file = fileOf({ x: { dtype: "BF16", shape: [2], data_offsets: [0, 4] } }, Uint8Array.of(0x80, 0x3f, 0, 0xc0));
  expect(decodeSafetensors(file).tensors.get("x")!.data).toEqual(Float32Array.of(1, -2));
});

const tensor = fc
  .tuple(fc.array(fc.nat(4), { maxLength: 3 }), fc.constantFrom(Float32Array, Float64Array, Int32Array, Uint8Array))
  .chain(([shape, array]) => {
    const size = shape.reduce((product, length) => product * length, 1);
    return fc
      .array(fc.integer({ min: 0, max: 255 }), { minLength: size, maxLength: size })
      .map((values): SafeTensor => ({ shape, data: array.from(values) }));
  });

test("what was written is read: any names, shapes and types, none at all, views into larger arrays", () => {
  const files = fc.tuple(
    fc.dictionary(fc.string({ unit: "grapheme" }), tensor),
    fc.dictionary(fc.string(), fc.string()),
  );
  fc.assert(
    fc.property(files, ([named, metadata]) => {
      delete named["__metadata__"];
      const tensors = new Map(Object.entries(named));
      const file = encodeSafetensors(tensors, { metadata });
      // at an odd place of a larger buffer, as files in an archive lie
      const shifted = new Uint8Array(file.length + 3).subarray(3);
      shifted.set(file);
      const read = decodeSafetensors(shifted);
      expect(new Map([...read.tensors].toSorted())).toEqual(new Map([...tensors].toSorted()));
      expect({ ...read.metadata }).toEqual({ ...metadata });
    }),
  );
  const view = new Float32Array([9, 1, 2, 9]).subarray(1, 3);
  const file = encodeSafetensors(new Map([["x", { shape: [2], data: view }]]));
  expect(decodeSafetensors(file).tensors.get("x")!.data).toEqual(Float32Array.of(1, 2));
});

test("a file that was cut anywhere is refused", () => {
  for (let length = 0; length < peer.length; length++)
    expect(() => decodeSafetensors(peer.subarray(0, length)), `${length} bytes`).toThrow(InputError);
  expect(() => decodeSafetensors(new Uint8Array([...peer, 0]))).toThrow(InputError);
});

test("any byte may be changed: it is read or refused, and nothing else happens", () => {
  fc.assert(
    fc.property(fc.nat(peer.length - 1), fc.nat(255), (at, byte) => {
      const altered = Uint8Array.from(peer);
      altered[at] = byte;
      try {
        decodeSafetensors(altered);
      } catch (error) {
        expect(error).toBeInstanceOf(InputError);
      }
    }),
  );
});

test.each([
  [
    "a header longer than the file",
    Uint8Array.of(255, 255, 255, 255, 255, 255, 255, 255, 123),
    /header: expected at most/u,
  ],
  ["a header that is no object", fileOf([], new Uint8Array(0)), /JSON object/u],
  ["overlapping arrays", fileOf({ a: f32(0, 4), b: f32(0, 4) }, new Uint8Array(4)), /b: expected from 4/u],
  ["a hole", fileOf({ a: f32(0, 4), b: f32(8, 12) }, new Uint8Array(12)), /b: expected from 4/u],
  ["numbers of nobody", fileOf({ a: f32(0, 4) }, new Uint8Array(8)), /numbers: expected 4 bytes/u],
  ["an array that ends before it begins", fileOf({ a: f32(4, 0) }, new Uint8Array(4)), /a: expected from 0/u],
  ["a shape of another size", fileOf({ a: { ...f32(0, 4), shape: [3] } }, new Uint8Array(4)), /12 bytes for \[3\]/u],
  ["a negative length", fileOf({ a: { ...f32(0, 4), shape: [-1] } }, new Uint8Array(4)), /at least 0/u],
  ["an unknown type", fileOf({ a: { ...f32(0, 4), dtype: "F8_E4M3" } }, new Uint8Array(4)), /F64, F32/u],
  ["a type of Object's", fileOf({ a: { ...f32(0, 4), dtype: "constructor" } }, new Uint8Array(4)), /F64, F32/u],
  ["metadata that is no text", fileOf({ __metadata__: { a: 1 } }, new Uint8Array(0)), /text by name/u],
])("refuses %s", (_, file, message) => {
  expect(() => decodeSafetensors(file)).toThrow(message);
});

test("refuses to write what could not be read: a wrong number of numbers, the name that is reserved", () => {
  const data = Float32Array.of(1, 2, 3);
  expect(() => encodeSafetensors(new Map([["x", { shape: [2], data }]]))).toThrow(
    "encodeSafetensors x: expected 2 numbers for [2], got Float32Array of length 3",
  );
  expect(() => encodeSafetensors(new Map([["__metadata__", { shape: [3], data }]]))).toThrow("any but __metadata__");
});

function f32(from: number, to: number): { dtype: string; shape: number[]; data_offsets: number[] } {
  return { dtype: "F32", shape: [1], data_offsets: [from, to] };
}

function fileOf(header: unknown, numbers: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + numbers.length);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  file.set(numbers, 8 + text.length);
  return file;
}
