import fc from "fast-check";
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { foghorn, framesPerSecond, noteOf, snrDb, waveTokens } from "../../lib/worlds/index.ts";

const tokens = fc.array(fc.nat(waveTokens - 1), { maxLength: 6 });

test("no frames are no samples, and no samples no frames", () => {
  const horn = foghorn();
  expect(horn.call(0, { rng: rng(1) })).toEqual([]);
  expect(horn.blow([])).toEqual(new Float64Array(0));
  expect(horn.listen(new Float64Array(0))).toEqual([]);
});

test("16,000 samples a second are 320 a frame; a second of tokens is 50", () => {
  const horn = foghorn();
  expect(horn.samplesPerFrame * framesPerSecond).toBe(16_000);
  expect(horn.blow(horn.call(framesPerSecond, { rng: rng(1) })).length).toBe(16_000);
});

test("what was blown is heard, at every sample rate", () => {
  for (const sampleRateHz of [8_000, 16_000, 22_000, 48_000]) {
    const horn = foghorn({ sampleRateHz });
    fc.assert(
      fc.property(tokens, (call) => {
        expect(horn.listen(horn.blow(call))).toEqual(call);
      }),
      { numRuns: 10 },
    );
  }
});

test("every token alone is heard, whatever the phase it begins with", () => {
  const horn = foghorn();
  for (let token = 0; token < waveTokens; token++)
    for (const before of [1, 8, 23]) expect(horn.listen(horn.blow([before, token]))[1]).toBe(token);
});

test("a note is a sine of its pitch: as many upward crossings of zero as waves, and never louder than its level", () => {
  const horn = foghorn();
  for (let token = 1; token < waveTokens; token++) {
    const { pitchHz, level } = noteOf(token);
    const samples = horn.blow(Array.from({ length: framesPerSecond }, () => token)); // one second
    const crossings = samples.filter((x, i) => i > 0 && samples[i - 1]! < -1e-9 && x >= -1e-9).length;
    expect(Math.abs(crossings - pitchHz)).toBeLessThanOrEqual(1);
    const loudest = samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    expect(loudest).toBeLessThanOrEqual(level);
    expect(loudest).toBeGreaterThan(level * 0.99);
  }
});

test("phase goes on from frame to frame: no sample is further from the next than the steepest sine allows", () => {
  const horn = foghorn();
  const samples = horn.blow(Array.from({ length: 20 }, () => waveTokens - 1));
  const steepest = (2 * Math.PI * 300) / 16_000;
  for (let i = 1; i < samples.length; i++)
    expect(Math.abs(samples[i]! - samples[i - 1]!)).toBeLessThanOrEqual(steepest);
});

test("with noise at 20 dB below the signal the codec still hears the call, and blows it better than it came", () => {
  const horn = foghorn();
  const die = rng(7);
  const call = horn.call(100, { rng: die });
  const clean = horn.blow(call);
  const power = clean.reduce((sum, x) => sum + x * x, 0) / clean.length;
  const noisy = clean.map((x) => x + die.normal() * Math.sqrt(power / 100));
  expect(snrDb(clean, noisy)).toBeCloseTo(20, 0);
  expect(horn.listen(noisy)).toEqual(call);
  expect(snrDb(clean, horn.blow(horn.listen(noisy)))).toBe(Infinity);
});

test("the same die gives the same call; every token comes", () => {
  const horn = foghorn();
  const call = (seed: number) => horn.call(5_000, { rng: rng(seed) });
  expect(call(1)).toEqual(call(1));
  expect(call(1)).not.toEqual(call(2));
  expect(new Set(call(1)).size).toBe(waveTokens);
});

test("describes itself with three calls", () => {
  expect(
    foghorn()
      .describe({ rng: rng(1) })
      .split("\n"),
  ).toHaveLength(4);
});

test("bad input is named", () => {
  expect(() => foghorn({ sampleRateHz: 44_100.5 })).toThrow("foghorn sampleRateHz: expected an integer");
  expect(() => foghorn({ sampleRateHz: 8_001 })).toThrow("a multiple of 50, got 8001");
  expect(() => noteOf(waveTokens)).toThrow(`noteOf token: expected an integer from 0 to ${waveTokens - 1}`);
  expect(() => foghorn().listen(new Float64Array(100))).toThrow(
    "listen samples: expected whole frames of 320, got 100",
  );
  expect(() => foghorn().call(-1, { rng: rng(1) })).toThrow("call frames");
});
