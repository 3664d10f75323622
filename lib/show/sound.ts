/** A sound with a player: the bytes of a WAV file inside of the output, so that it plays in the saved file too. */
import { check, displaySymbol, type Displayable, type MimeData } from "../core/index.ts";
import { oneLine, spoken } from "./text.ts";

/** Options of `show.sound`. */
export interface SoundOptions {
  /** What is heard. Plain text. */
  title: string;
  /** −1 … 1; what is louder is cut off. */
  samples: Float64Array;
  sampleRateHz: number;
}

/** What `show.sound` returns. */
export interface SoundPlayer extends Displayable {
  /** A sentence computed from the samples, for whoever reads and does not hear. */
  readonly text: string;
  toString(): string;
}

/** Two bytes each; a notebook's output may have 500 kB. That is 4 s at 48,000 samples a second. */
const mostSamples = 192_000;

/** A player for one channel of sound, silent until it is started. Show the wave beside it, with `show.line`. */
export function sound({ title, samples, sampleRateHz }: SoundOptions): SoundPlayer {
  check(samples.length > 0, "show.sound samples", "at least one", samples);
  check(samples.length <= mostSamples, "show.sound samples", `at most ${mostSamples}`, samples.length);
  check(samples.every(Number.isFinite), "show.sound samples", "finite numbers", "one that is none");
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const seconds = spoken(samples.length / sampleRateHz);
  const text = `Sound: ${oneLine(title)}. ${seconds} s at ${sampleRateHz} samples a second, loudest sample ${spoken(loudest)}.`;
  const name = escaped(oneLine(title));
  return Object.freeze({
    text,
    toString: () => text,
    async [displaySymbol](): Promise<MimeData> {
      // subtle: a cell that plays nothing shall not load the worlds
      const { encodeWav } = await import("../worlds/index.ts");
      const base64 = Buffer.from(encodeWav({ samples, sampleRateHz })).toString("base64");
      const player = `<audio controls title="${name}" src="data:audio/wav;base64,${base64}"></audio>`;
      return { "text/html": `<figure><figcaption>${name}</figcaption>${player}</figure>`, "text/plain": text };
    },
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
