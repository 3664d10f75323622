/**
 * Sound as the bytes of a WAV file, which every player knows: one channel of 16-bit samples.
 *
 * Reference: IBM and Microsoft 1991, "Multimedia Programming Interface and Data Specifications 1.0", chapter 3.
 */
import { check, checkInteger, InputError } from "../core/index.ts";
import { dequantise, quantise } from "./quantise.ts";

export interface Sound {
  /** −1 … 1 */
  readonly samples: Float64Array;
  readonly sampleRateHz: number;
}

const headerBytes = 44;
const bits = 16;

/** The file of a sound. */
export function encodeWav({ samples, sampleRateHz }: Sound): Uint8Array {
  checkInteger(sampleRateHz, "encodeWav sampleRateHz", { min: 1, max: 2 ** 20 });
  const codes = quantise(samples, { bits });
  const file = new DataView(new ArrayBuffer(headerBytes + 2 * codes.length));
  ascii(file, 0, "RIFF");
  file.setUint32(4, file.byteLength - 8, true);
  ascii(file, 8, "WAVEfmt ");
  file.setUint32(16, 16, true); // bytes of what follows
  file.setUint16(20, 1, true); // plain numbers, not compressed
  file.setUint16(22, 1, true); // channels
  file.setUint32(24, sampleRateHz, true);
  file.setUint32(28, 2 * sampleRateHz, true); // bytes a second
  file.setUint16(32, 2, true); // bytes a sample
  file.setUint16(34, bits, true);
  ascii(file, 36, "data");
  file.setUint32(40, 2 * codes.length, true);
  codes.forEach((code, i) => file.setInt16(headerBytes + 2 * i, code, true));
  return new Uint8Array(file.buffer);
}

/** The sound in a file as `encodeWav` writes it. Throws an `InputError` on any other. */
export function decodeWav(bytes: Uint8Array): Sound {
  check(bytes instanceof Uint8Array && bytes.length >= headerBytes, "decodeWav bytes", "a WAV file", bytes);
  const file = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, length: number) => String.fromCharCode(...bytes.subarray(from, from + length));
  const fields = [
    text(0, 4),
    text(8, 8),
    file.getUint16(20, true),
    file.getUint16(22, true),
    file.getUint16(34, true),
    text(36, 4),
  ];
  const expected = ["RIFF", "WAVEfmt ", 1, 1, bits, "data"];
  if (fields.join() !== expected.join())
    throw new InputError(`decodeWav bytes: expected one channel of 16-bit samples, got ${JSON.stringify(fields)}`);
  const length = file.getUint32(40, true);
  check(
    length === bytes.length - headerBytes && length % 2 === 0,
    "decodeWav data",
    `${bytes.length - headerBytes} bytes`,
    length,
  );
  const codes = Int32Array.from({ length: length / 2 }, (_, i) => file.getInt16(headerBytes + 2 * i, true));
  return { samples: dequantise(codes, { bits }), sampleRateHz: file.getUint32(24, true) };
}

function ascii(file: DataView, at: number, text: string): void {
  for (let i = 0; i < text.length; i++) file.setUint8(at + i, text.charCodeAt(i));
}
