/**
 * W-WAVE, the foghorn: sound whose notes are known, and the toy codec that writes it down.
 *
 * A call is a row of frames, fifty a second. In each the horn blows one pitch at one loudness, or is silent, and its
 * phase goes on from frame to frame. So a call is known twice: as a few tokens, and as the thousands of samples that
 * are heard. The codec turns samples into tokens by asking which note is nearest, and tokens into samples by blowing
 * the horn again.
 */
import { check, checkInteger } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

export interface FoghornOptions {
  /** Samples a second, 8,000 to 48,000 Hz, a multiple of 50. */
  sampleRateHz?: number;
}

/** The horn's pitches, in Hz: a pentatonic scale. Each has a whole number of waves in 100 ms. */
export const hornPitchesHz = [110, 130, 150, 170, 200, 220, 260, 300] as const;
/** The loudest a frame can be is 1, full scale; each level is half of the next. */
export const hornLevels = [0.25, 0.5, 1] as const;
/** Frames a second. */
export const framesPerSecond = 50;
/** How many tokens there are: silence, and each pitch at each level. */
export const waveTokens = 1 + hornPitchesHz.length * hornLevels.length;

/** The note of a token: silence is 0. */
export interface Note {
  readonly pitchHz: number;
  /** 0 … 1 */
  readonly level: number;
}

export interface Foghorn {
  readonly sampleRateHz: number;
  readonly samplesPerFrame: number;
  /** A call of so many frames: its tokens. Notes last three to ten frames. */
  call(frames: number, options: { rng: Rng }): number[];
  /** The samples of a call, −1 … 1: `tokens.length · samplesPerFrame` of them. */
  blow(tokens: readonly number[]): Float64Array;
  /** The tokens that are nearest to samples: of a call's own samples, its tokens. */
  listen(samples: Float64Array): number[];
  /** What this world is, with three calls of it. */
  describe(options: { rng: Rng }): string;
}

/** The note that a token stands for. */
export function noteOf(token: number): Note {
  checkInteger(token, "noteOf token", { max: waveTokens - 1 });
  if (token === 0) return { pitchHz: 0, level: 0 };
  const index = token - 1;
  return {
    pitchHz: hornPitchesHz[Math.floor(index / hornLevels.length)]!,
    level: hornLevels[index % hornLevels.length]!,
  };
}

function call(frames: number, { rng }: { rng: Rng }): number[] {
  const tokens: number[] = [];
  checkInteger(frames, "call frames");
  while (tokens.length < frames) {
    const token = rng() < 0.2 ? 0 : 1 + rng.int(waveTokens - 1);
    for (let left = 3 + rng.int(8); left > 0 && tokens.length < frames; left--) tokens.push(token);
  }
  return tokens;
}

/** The horn at `sampleRateHz`. */
export function foghorn({ sampleRateHz = 16_000 }: FoghornOptions = {}): Foghorn {
  checkInteger(sampleRateHz, "foghorn sampleRateHz", { min: 8_000, max: 48_000 });
  const samplesPerFrame = sampleRateHz / framesPerSecond;
  check(Number.isInteger(samplesPerFrame), "foghorn sampleRateHz", `a multiple of ${framesPerSecond}`, sampleRateHz);

  function blow(tokens: readonly number[]): Float64Array {
    const samples = new Float64Array(tokens.length * samplesPerFrame);
    let phase = 0; // in waves
    tokens.forEach((token, frame) => {
      const { pitchHz, level } = noteOf(token);
      for (let i = 0; i < samplesPerFrame; i++) {
        samples[frame * samplesPerFrame + i] = level * Math.sin(2 * Math.PI * phase);
        phase = (phase + pitchHz / sampleRateHz) % 1;
      }
    });
    return samples;
  }

  function listen(samples: Float64Array): number[] {
    const whole = samples.length % samplesPerFrame === 0;
    check(whole, "listen samples", `whole frames of ${samplesPerFrame}`, samples.length);
    const tokens: number[] = [];
    for (let start = 0; start < samples.length; start += samplesPerFrame)
      tokens.push(nearest(samples.subarray(start, start + samplesPerFrame), sampleRateHz));
    return tokens;
  }

  return Object.freeze({
    sampleRateHz,
    samplesPerFrame,
    call,
    blow,
    listen,
    describe({ rng }: { rng: Rng }) {
      const calls = Array.from({ length: 3 }, () => call(25, { rng }).map(noteOf));
      const lines = calls.map((notes) => notes.map(({ pitchHz, level }) => `${pitchHz}×${level}`).join(" "));
      return ["W-WAVE, the foghorn: half a second of three calls, Hz × loudness.", ...lines.map((l) => `  ${l}`)].join(
        "\n",
      );
    },
  });
}

/**
 * The token whose note, at the best phase, leaves the least of a frame unexplained: the least squares fit of
 * a · sin + b · cos for each pitch, whose loudness √(a² + b²) is then taken to the nearest level.
 */
function nearest(frame: Float64Array, sampleRateHz: number): number {
  let best = { token: 0, error: energy(frame) };
  hornPitchesHz.forEach((pitchHz, p) => {
    const fitted = fitSine(frame, (2 * Math.PI * pitchHz) / sampleRateHz);
    hornLevels.forEach((level, l) => {
      const scale = fitted.loudness === 0 ? 0 : level / fitted.loudness;
      const error = frame.reduce(
        (sum, x, i) =>
          sum + (x - scale * (fitted.sin * Math.sin(fitted.step * i) + fitted.cos * Math.cos(fitted.step * i))) ** 2,
        0,
      );
      if (error < best.error) best = { token: 1 + p * hornLevels.length + l, error };
    });
  });
  return best.token;
}

interface Sine {
  /** Radians a sample. */
  step: number;
  sin: number;
  cos: number;
  loudness: number;
}

/** The a and b that make Σ (x − a·sin − b·cos)² least: two equations with two unknowns. */
function fitSine(frame: Float64Array, step: number): Sine {
  let [ss, cc, sc, xs, xc] = [0, 0, 0, 0, 0];
  frame.forEach((x, i) => {
    const [s, c] = [Math.sin(step * i), Math.cos(step * i)];
    ss += s * s;
    cc += c * c;
    sc += s * c;
    xs += x * s;
    xc += x * c;
  });
  const determinant = ss * cc - sc * sc;
  const sin = (xs * cc - xc * sc) / determinant;
  const cos = (xc * ss - xs * sc) / determinant;
  return { step, sin, cos, loudness: Math.hypot(sin, cos) };
}

function energy(frame: Float64Array): number {
  return frame.reduce((sum, x) => sum + x * x, 0);
}
