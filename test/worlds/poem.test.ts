import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  describePoems,
  judgePoem,
  poem,
  poemRhymes,
  poemSyllables,
  poemTokens,
  prose,
} from "../../lib/worlds/index.ts";
import { worldContract } from "./contract.case.ts";

worldContract({
  draw: (die) => poem({ rng: die }),
  accepts: (tokens) => judgePoem(tokens).rhyme,
  spoil: (tokens, die) => {
    const at = die.int(tokens.length);
    const ending = tokens[22]!.at(-1)!;
    return [
      tokens.slice(0, -1),
      [...tokens, "END"],
      tokens.toSpliced(at, 1),
      tokens.with(at, tokens[at] === "," ? "na" : ","),
      tokens.with(
        22,
        poemSyllables.find((syllable) => !syllable.endsWith(ending))!,
      ),
      [],
    ];
  },
  describe: describePoems,
});

test("the form by hand", () => {
  const line = "na mo ti ka ro".split(" ");
  const good = [...line, ",", ...line, ".", ...line, ",", ...line, ".", "END"];
  expect(judgePoem(good)).toEqual({ form: true, rhyme: true });
  expect(judgePoem(good.with(22, "ra"))).toEqual({ form: true, rhyme: false });
  expect(judgePoem(good.with(5, "."))).toEqual({ form: false, rhyme: false });
});

test("24 syllables in three rhymes; a poet who does not care rhymes one time in three", () => {
  expect(poemSyllables).toHaveLength(24);
  const die = rng(1);
  const n = 6_000;
  let rhymes = 0;
  for (let i = 0; i < n; i++) {
    const tokens = poem({ rng: die }).with(22, die.pick(poemSyllables));
    rhymes += Number(judgePoem(tokens).rhyme);
  }
  const share = 1 / poemRhymes.length;
  expect(Math.abs(rhymes / n - share)).toBeLessThan(5 * Math.sqrt((share * (1 - share)) / n));
});

test("prose has the syllables and the length, and never the form", () => {
  const die = rng(2);
  for (let i = 0; i < 500; i++) {
    const text = prose({ rng: die });
    expect(text).toHaveLength(25);
    for (const token of text) expect(poemTokens).toContain(token);
    expect(judgePoem(text).form).toBe(false);
  }
  expect(prose({ rng: die, length: 0 })).toEqual([]);
});

// claim 4.52: judging is one look, and writing by luck hopeless
test("random tokens have the form with probability (24²⁰ · 5) marks in 27²⁵: below a thousandth, and never in ten thousand", () => {
  expect((24 / 27) ** 20 * (1 / 27) ** 5).toBeLessThan(1e-3);
  const die = rng(3);
  const written = Array.from({ length: 10_000 }, () =>
    judgePoem(Array.from({ length: 25 }, () => die.pick(poemTokens))),
  );
  expect(written.some(({ form }) => form)).toBe(false);
});
