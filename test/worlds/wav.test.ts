import fc from "fast-check";
import { expect, test } from "vitest";
import { decodeWav, dequantise, encodeWav, quantise } from "../../lib/worlds/index.ts";

const sound = { samples: Float64Array.of(0, 0.5, -1, 0.25), sampleRateHz: 16_000 };

// by Python 3.11's wave module: wave.open("x.wav", "wb") with 1 channel, 2 bytes, 16,000 Hz and the frames 0, 16384, −32768, 8192
const peer = [
  "524946462c00000057415645666d742010000000",
  "01000100803e0000007d000002001000",
  "6461746108000000",
  "0000004000800020",
].join("");

test("writes the bytes that Python's wave module writes", () => {
  expect(Buffer.from(encodeWav(sound)).toString("hex")).toBe(peer);
});

test("what was written is read, to the half of a step", () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 30 }), (values) => {
      const samples = Float64Array.from(values);
      const read = decodeWav(encodeWav({ samples, sampleRateHz: 8_000 }));
      expect(read.sampleRateHz).toBe(8_000);
      expect(read.samples).toEqual(dequantise(quantise(samples, { bits: 16 }), { bits: 16 }));
    }),
  );
  expect(decodeWav(encodeWav({ ...sound, samples: new Float64Array(0) })).samples.length).toBe(0);
});

test("a file that was cut, lengthened or changed in its header is refused", () => {
  const file = encodeWav(sound);
  for (let length = 0; length < file.length; length++)
    expect(() => decodeWav(file.subarray(0, length))).toThrow("decodeWav");
  expect(() => decodeWav(Uint8Array.of(...file, 0))).toThrow("decodeWav data: expected 9 bytes, got 8");
  const stereo = Uint8Array.from(file);
  stereo[22] = 2;
  expect(() => decodeWav(stereo)).toThrow("expected one channel of 16-bit samples");
});
