import fc from "fast-check";
import { expect, test } from "vitest";
import { dequantise, quantise, snrDb } from "../../lib/worlds/index.ts";

const samples = fc
  .array(fc.double({ min: -1, max: 1, noNaN: true }), { maxLength: 20 })
  .map((all) => Float64Array.from(all));

test("one bit keeps the sign, two bits have four values", () => {
  expect([...quantise(Float64Array.of(-0.7, 0.2), { bits: 1 })]).toEqual([-1, 0]);
  expect([...dequantise(Int32Array.of(-2, -1, 0, 1), { bits: 2 })]).toEqual([-0.75, -0.25, 0.25, 0.75]);
  expect(quantise(new Float64Array(0), { bits: 8 })).toEqual(new Int32Array(0));
});

test("what comes back is never further away than half a step", () => {
  fc.assert(
    fc.property(samples, fc.integer({ min: 1, max: 24 }), (all, bits) => {
      const back = dequantise(quantise(all, { bits }), { bits });
      all.forEach((x, i) => expect(Math.abs(x - back[i]!)).toBeLessThanOrEqual(2 ** -bits + 1e-15));
    }),
  );
});

test("what lies outside is cut off, and what is no number is refused", () => {
  expect([...quantise(Float64Array.of(-9, 9, -Infinity, Infinity), { bits: 8 })]).toEqual([-128, 127, -128, 127]);
  expect(() => quantise(Float64Array.of(Number.NaN), { bits: 8 })).toThrow(
    "quantise samples: expected numbers, got NaN",
  );
  expect(() => quantise(new Float64Array(1), { bits: 0 })).toThrow("quantise bits");
  expect(() => dequantise(Int32Array.of(128), { bits: 8 })).toThrow(
    "dequantise codes: expected an integer from -128 to 127",
  );
});

// Bennett 1948: the error is as good as uniform in a step, so its power is Δ² / 12, and a full sine's is 1/2
test.each([4, 8, 12, 16])("a full-scale sine of %i bits has 6.02 · bits + 1.76 dB", (bits) => {
  // an irrational frequency, so that every part of the step is met
  const sine = Float64Array.from({ length: 100_000 }, (_, i) => Math.sin(i * Math.SQRT2));
  const error = snrDb(sine, dequantise(quantise(sine, { bits }), { bits })) - (6.0206 * bits + 1.7609);
  // an asymptotic law: 1 dB is what lecture 10 claims, and with thousands of steps little is left of that
  expect(Math.abs(error)).toBeLessThan(bits < 12 ? 1 : 0.1);
});

test("nothing added is infinite, the signal itself added is 0 dB", () => {
  const signal = Float64Array.of(1, -2, 3);
  expect(snrDb(signal, signal)).toBe(Infinity);
  expect(
    snrDb(
      signal,
      signal.map((x) => 2 * x),
    ),
  ).toBeCloseTo(0, 12);
  expect(() => snrDb(signal, new Float64Array(2))).toThrow("snrDb received: expected 3 numbers");
  expect(() => snrDb(new Float64Array(0), new Float64Array(0))).toThrow("snrDb received: expected some numbers");
});
