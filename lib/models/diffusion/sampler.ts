/**
 * Out of the fog: from pure noise to a picture, by asking again and again what of it is noise.
 *
 * Each step guesses the picture, x̂ = (x_t − √(1 − ᾱ_t) · ε) / √ᾱ_t, and goes back to an earlier step with that guess, the
 * same noise ε, and a share of new noise:
 *
 *     x_s = √ᾱ_s · x̂ + √(1 − ᾱ_s − σ²) · ε + σ · new,   σ = η · √((1 − ᾱ_s) / (1 − ᾱ_t)) · √(1 − ᾱ_t / ᾱ_s)
 *
 * η = 0 draws nothing after the first noise (DDIM), η = 1 is the sampler of DDPM.
 *
 * References: Song, Meng and Ermon 2021, "Denoising Diffusion Implicit Models", equations 12 and 16; Ho, Jain and Abbeel
 * 2020, algorithm 2; Ho and Salimans 2022, "Classifier-Free Diffusion Guidance", equation 6.
 */
import { add, clipByValue, mul, sub, tensor, tidy } from "@tensorflow/tfjs";
import type { Tensor } from "@tensorflow/tfjs";
import { checkInteger, checkNumber } from "../../core/index.ts";
import type { Rng } from "../../core/index.ts";
import type { NoiseSchedule } from "./schedule.ts";

/** What of x is noise, at a step of the schedule: x `[batch, ...]` → the same shape. */
export type NoiseGuess = (x: Tensor, time: number) => Tensor;

export interface SampleOptions {
  schedule: NoiseSchedule;
  rng: Rng;
  /** Of what is drawn, `[batch, ...]`. */
  shape: readonly number[];
  /** How many times the model is asked, at most the schedule's steps (default: as many). */
  passes?: number;
  /** η, 0 to 1 (default 1). */
  eta?: number;
  /** Guesses of the picture are cut to −1 … 1 (default: yes). */
  clip?: boolean;
  /** Called after each pass with what there is, and the guess of the picture. */
  watch?: (state: { x: Tensor; guess: Tensor; time: number }) => void;
}

/** Pictures drawn from what the model has learned. The result is the caller's to dispose. */
export function sampleDiffusion(guessNoise: NoiseGuess, options: SampleOptions): Tensor {
  const { schedule, rng, shape, passes = schedule.steps, eta = 1, clip = true, watch } = options;
  checkInteger(passes, "sampleDiffusion passes", { min: 1, max: schedule.steps });
  checkNumber(eta, "sampleDiffusion eta", { min: 0, max: 1 });
  const times = Array.from(
    { length: passes },
    (_, i) => Math.round(((i + 1) * schedule.steps) / passes) - 1,
  ).toReversed();
  let x = normalNoise(shape, { rng });
  times.forEach((time, i) => {
    const before = x;
    const fresh = i + 1 < passes && eta > 0 ? normalNoise(shape, { rng }) : undefined;
    const [next, guess] = step(guessNoise, before, { schedule, time, to: times[i + 1], eta, clip, fresh });
    watch?.({ x: next, guess, time });
    for (const each of [before, guess, fresh]) each?.dispose();
    x = next;
  });
  return x;
}

interface Step {
  schedule: NoiseSchedule;
  time: number;
  /** The earlier step; undefined for the picture itself. */
  to: number | undefined;
  eta: number;
  clip: boolean;
  fresh: Tensor | undefined;
}

function step(guessNoise: NoiseGuess, x: Tensor, { schedule, time, to, eta, clip, fresh }: Step): [Tensor, Tensor] {
  const now = schedule.alphaBar[time]!;
  const then = to === undefined ? 1 : schedule.alphaBar[to]!;
  return tidy(() => {
    const noise = guessNoise(x, time);
    const picture = mul(sub(x, mul(noise, Math.sqrt(1 - now))), 1 / Math.sqrt(now));
    const guess = clip ? clipByValue(picture, -1, 1) : picture;
    if (to === undefined) return [guess.clone(), guess];
    // what is noise if the picture is what was guessed, cut or not
    const rest = mul(sub(x, mul(guess, Math.sqrt(now))), 1 / Math.sqrt(1 - now));
    const sigma = eta * Math.sqrt((1 - then) / (1 - now)) * Math.sqrt(1 - now / then);
    const kept = add(mul(guess, Math.sqrt(then)), mul(rest, Math.sqrt(Math.max(0, 1 - then - sigma ** 2))));
    return [fresh ? add(kept, mul(fresh, sigma)) : kept, guess];
  });
}

/** A guess that follows the caption more: what it says without, and `scale` times what the caption changes. 1 is the caption's own. */
export function guided({ told, untold, scale }: { told: NoiseGuess; untold: NoiseGuess; scale: number }): NoiseGuess {
  checkNumber(scale, "guided scale", { min: 0 });
  return (x, time) =>
    tidy(() => {
      const without = untold(x, time);
      return add(without, mul(sub(told(x, time), without), scale));
    });
}

/** Noise of the given shape, normal with variance 1. */
export function normalNoise(shape: readonly number[], { rng }: { rng: Rng }): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float32Array.from({ length: size }, () => rng.normal()),
    [...shape],
  );
}
