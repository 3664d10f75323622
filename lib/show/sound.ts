/** A sound with a player: the bytes of a WAV file inside of the output, so that it plays in the saved file too. */
import { check, displaySymbol, type Displayable, type MimeData } from "../core/index.ts";
import { encodeWav } from "../worlds/index.ts";
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

/** The most bytes that a sound may have in a notebook: 4 s at 48,000 samples a second. */
const maxBytes = 400_000;

/** A player for one channel of sound, silent until it is started. Show the wave beside it, with `show.line`. */
export function sound({ title, samples, sampleRateHz }: SoundOptions): SoundPlayer {
  check(samples.length > 0, "show.sound samples", "at least one", samples);
  const file = encodeWav({ samples, sampleRateHz });
  check(file.length <= maxBytes, "show.sound samples", `at most ${(maxBytes - 44) / 2}`, samples.length);
  const loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
  const seconds = spoken(samples.length / sampleRateHz);
  const text = `Sound: ${oneLine(title)}. ${seconds} s at ${sampleRateHz} samples a second, loudest sample ${spoken(loudest)}.`;
  const name = escaped(oneLine(title));
  const source = `data:audio/wav;base64,${Buffer.from(file).toString("base64")}`;
  const html = `<figure><figcaption>${name}</figcaption><audio controls title="${name}" src="${source}"></audio></figure>`;
  return Object.freeze({
    text,
    toString: () => text,
    [displaySymbol]: (): MimeData => ({ "text/html": html, "text/plain": text }),
  });
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
