/** Samples as whole numbers of a few bits, and how much is lost: the first step of every sound file. */
import { check, checkInteger } from "../core/index.ts";

/**
 * The nearest of 2^`bits` evenly spaced values: integers from −2^(bits − 1) to 2^(bits − 1) − 1. Samples are −1 … 1;
 * what lies outside is cut off.
 */
export function quantise(samples: Float64Array, { bits }: { bits: number }): Int32Array {
  const half = 2 ** (checkInteger(bits, "quantise bits", { min: 1, max: 24 }) - 1);
  return Int32Array.from(samples, (sample) => {
    check(!Number.isNaN(sample), "quantise samples", "numbers", sample);
    return Math.max(-half, Math.min(half - 1, Math.floor(sample * half)));
  });
}

/** The samples that such integers stand for: the middles of their steps. */
export function dequantise(codes: Int32Array, { bits }: { bits: number }): Float64Array {
  const half = 2 ** (checkInteger(bits, "dequantise bits", { min: 1, max: 24 }) - 1);
  return Float64Array.from(
    codes,
    (code) => (checkInteger(code, "dequantise codes", { min: -half, max: half - 1 }) + 0.5) / half,
  );
}

/**
 * How much stronger the signal is than what was added to it, in dB: 10 log₁₀ (Σ x² / Σ (x − y)²). Infinite where
 * nothing was added.
 *
 * For a sine at full scale and `bits` bits it is 6.02 · bits + 1.76 (Bennett 1948, "Spectra of Quantized Signals").
 */
export function snrDb(signal: Float64Array, received: Float64Array): number {
  check(
    signal.length === received.length && signal.length > 0,
    "snrDb received",
    `${signal.length || "some"} numbers`,
    received,
  );
  const power = signal.reduce((sum, x) => sum + x * x, 0);
  const noise = signal.reduce((sum, x, i) => sum + (x - received[i]!) ** 2, 0);
  return 10 * Math.log10(power / noise);
}
