import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import { automatonConstraint, constrained, generate, grammarConstraint } from "../../lib/generate/index.ts";
import type { Automaton } from "../../lib/generate/index.ts";
import { END, parseGrammar, toyLanguage } from "../../lib/worlds/index.ts";

/** Says every word of A, END too, with the same probability: nearly nothing it writes is a sentence. */
const world = toyLanguage();
const babble = { nextDistribution: () => new Map([...world.words, END].map((word) => [word, 1])) };

test("whatever the model babbles, a grammar makes sentences of it", () => {
  const model = constrained(babble, { allow: grammarConstraint(world.grammar) });
  for (let seed = 0; seed < 50; seed++) {
    const sentence = generate(model, { rng: rng(seed), end: END, maxTokens: 30 });
    expect(world.isGrammatical(sentence)).toBe(true);
  }
  const free = Array.from({ length: 50 }, (_, seed) => generate(babble, { rng: rng(seed), end: END, maxTokens: 30 }));
  expect(free.some((sentence) => world.isGrammatical(sentence))).toBe(false);
});

test("what is allowed keeps its proportions", () => {
  const grammar = parseGrammar("S -> a X | b\nX -> c | d");
  const model = {
    nextDistribution: () =>
      new Map([
        ["a", 0.1],
        ["b", 0.3],
        ["c", 0.6],
      ]),
  };
  const next = constrained(model, { allow: grammarConstraint(grammar) }).nextDistribution([]);
  expect(next.size).toBe(2);
  expect(next.get("a")).toBeCloseTo(0.25, 12);
  expect(next.get("b")).toBeCloseTo(0.75, 12);
});

test("where the model excludes everything that is allowed, it is as likely as each other", () => {
  const grammar = parseGrammar("S -> x | y");
  const model = { nextDistribution: () => new Map([["z", 1]]) };
  const next = constrained(model, { allow: grammarConstraint(grammar) }).nextDistribution([]);
  expect(Object.fromEntries(next)).toEqual({ x: 0.5, y: 0.5 });
});

test("the prompt is not what the constraint is about", () => {
  const model = constrained(babble, { allow: grammarConstraint(parseGrammar("S -> the cat")), prompt: 2 });
  const prompt = ["anything", "goes"];
  expect(generate(model, { rng: rng(1), prompt, end: END, maxTokens: 9 })).toEqual(["the", "cat"]);
});

/** a* b, with a trap: x leads to a place from which nothing is accepted. */
const machine: Automaton<string> = {
  start: "0",
  transitions: new Map([
    [
      "0",
      new Map([
        ["a", "0"],
        ["b", "1"],
        ["x", "trap"],
      ]),
    ],
    ["trap", new Map([["x", "trap"]])],
    ["1", new Map()],
  ]),
  accepting: new Set(["1"]),
};

test("an automaton never leads to a place from which there is no way to an end", () => {
  const allow = automatonConstraint(machine, { end: "." });
  expect([...allow([])]).toEqual(["a", "b"]);
  expect([...allow(["a", "a", "b"])]).toEqual(["."]);
  expect([...allow(["x"])]).toEqual([]);
  expect([...allow(["nonsense"])]).toEqual([]);
  const model = {
    nextDistribution: () =>
      new Map([
        ["a", 1],
        ["b", 1],
        ["x", 8],
        [".", 1],
      ]),
  };
  for (let seed = 0; seed < 30; seed++)
    expect(generate(constrained(model, { allow }), { rng: rng(seed), end: ".", maxTokens: 100 }).join("")).toMatch(
      /^a*b$/u,
    );
});

const to = (state: string, from: string[]) => new Map(from.map((digit) => [digit, state]));

test("decimal numbers below a length: what is written is in the language, and all of it can be written", () => {
  // states count digits, so the language is finite: 0 … 99 without a leading zero
  const digits = [..."0123456789"];
  const numbers: Automaton<string> = {
    start: "start",
    transitions: new Map([
      ["start", new Map([...to("one", digits.slice(1)), ["0", "whole"]])],
      ["one", to("whole", digits)],
    ]),
    accepting: new Set(["one", "whole"]),
  };
  const model = constrained(
    { nextDistribution: () => new Map([...digits, "."].map((token) => [token, 1])) },
    { allow: automatonConstraint(numbers, { end: "." }) },
  );
  const written = new Set(
    Array.from({ length: 3000 }, (_, seed) => generate(model, { rng: rng(seed), end: ".", maxTokens: 5 }).join("")),
  );
  expect([...written].map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
});

test("an automaton that accepts nothing is refused", () => {
  expect(() => automatonConstraint({ ...machine, accepting: new Set<string>() }, { end: "." })).toThrow(
    "a way from the start to an accepting state",
  );
});

test("an automaton reads past no end: where a token leads nowhere, nothing more is allowed", () => {
  const allow = automatonConstraint(machine, { end: "." });
  expect(allow(["nonsense", "a"]).size).toBe(0);
  expect(allow(["x", "a"]).size).toBe(0);
  const next = constrained({ nextDistribution: () => new Map([["a", 1]]) }, { allow }).nextDistribution(["x"]);
  expect(next.size).toBe(0);
});

test("a token that the model excludes gets nothing while it says anything else that is allowed", () => {
  const allow = automatonConstraint(machine, { end: "." });
  const next = constrained(
    {
      nextDistribution: () =>
        new Map([
          ["b", 0.2],
          ["x", 0.8],
        ]),
    },
    { allow },
  ).nextDistribution([]);
  expect(Object.fromEntries(next)).toEqual({ a: 0, b: 1 });
});
