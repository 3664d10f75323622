/** What every way of writing says to input that cannot be: the whole sentence, so that a reader can act on it. */
import { expect, test } from "vitest";
import { rng } from "../../lib/core/index.ts";
import {
  atTemperature,
  automatonConstraint,
  beamSearch,
  checkContract,
  contrastiveDecoding,
  contrastiveSearch,
  countPenalty,
  greedy,
  maskPredict,
  sample,
  speculative,
  topK,
  warped,
  watermark,
} from "../../lib/generate/index.ts";

const nothing = new Map<string, number>();
const model = { nextDistribution: () => new Map([["a", 1]]), vectorOf: () => [1] };
const checking = { nextDistributions: () => [nothing] };
const filling = { fill: () => [] };
const dead = { start: "s", transitions: new Map([["s", new Map([["a", "t"]])]]), accepting: new Set(["end"]) };
const marked = (key: object) => () => watermark({ key: 1, strength: 1, ...key })(new Map([["a", 1]]), []);
const one = (p: number) => new Map([["a", p]]);

test.each<[string, () => unknown]>([
  ["sample distribution: expected at least one token, got Array of length 0", () => sample(nothing, { rng: rng(1) })],
  ["greedy distribution: expected at least one token, got Array of length 0", () => greedy(nothing)],
  ["atTemperature temperature: expected a finite number of at least 0, got -1", () => atTemperature(one(1), -1)],
  ["beamSearch width: expected an integer of at least 1, got 0", () => beamSearch(model, { width: 0, maxTokens: 1 })],
  [
    "beamSearch maxTokens: expected an integer of at least 0, got -1",
    () => beamSearch(model, { width: 1, maxTokens: -1 }),
  ],
  [
    "beamSearch lengthPenalty: expected a finite number of at least 0, got -1",
    () => beamSearch(model, { width: 1, maxTokens: 1, lengthPenalty: -1 }),
  ],
  [
    'automatonConstraint automaton: expected a way from the start to an accepting state, got "s"',
    () => automatonConstraint(dead, { end: "." }),
  ],
  [
    "contrastiveDecoding plausible: expected a number above 0 and at most 1, got 0",
    () => contrastiveDecoding(model, { amateur: model, plausible: 0 }),
  ],
  [
    "contrastiveDecoding plausible: expected a number above 0 and at most 1, got 1.1",
    () => contrastiveDecoding(model, { amateur: model, plausible: 1.1 }),
  ],
  [
    "contrastiveSearch maxTokens: expected an integer of at least 0, got 0.5",
    () => contrastiveSearch(model, { maxTokens: 0.5 }),
  ],
  [
    "maskPredict length: expected an integer of at least 0, got -1",
    () => maskPredict(filling, { length: -1, passes: 1 }),
  ],
  [
    "maskPredict model: expected 2 distributions, got Array of length 0",
    () => maskPredict(filling, { length: 2, passes: 1 }),
  ],
  [
    "countPenalty frequency: expected a finite number of any size, got Infinity",
    () => countPenalty({ frequency: Infinity }),
  ],
  [
    "speculative maxTokens: expected an integer of at least 0, got -1",
    () => speculative(checking, { draft: model, maxTokens: -1 }),
  ],
  [
    "speculative ahead: expected an integer of at least 0, got -1",
    () => speculative(checking, { draft: model, maxTokens: 1, ahead: -1 }),
  ],
  [
    "speculative model: expected 3 distributions, got Array of length 1",
    () => speculative(checking, { draft: model, maxTokens: 3, ahead: 2 }),
  ],
  ["watermark key: expected an integer from 0 to 4294967295, got 4294967296", marked({ key: 2 ** 32 })],
  ["watermark greenShare: expected a number between 0 and 1, got 0", marked({ greenShare: 0 })],
  ["watermark greenShare: expected a number between 0 and 1, got 1", marked({ greenShare: 1 })],
  ["distribution a: expected a number of at least 0, got Infinity", () => topK<string>(1)(one(Infinity), [])],
  ["distribution a: expected a number of at least 0, got NaN", () => topK<string>(1)(one(Number.NaN), [])],
  ["distribution: expected a token with a probability above 0, got 0", () => topK<string>(1)(one(0), [])],
  [
    "distribution: expected a token with a probability above 0, got Infinity",
    () =>
      warped(
        new Map([
          ["a", Number.MAX_VALUE],
          ["b", Number.MAX_VALUE],
        ]),
        { warps: [topK(1)], before: [] },
      ),
  ],
  [
    "checkContract conditions: expected at least one condition, got Array of length 0",
    () => checkContract({ generate: () => 1 }, { conditions: [], accepts: () => true, rng }),
  ],
])("%s", (message, work) => {
  let said = "nothing is refused";
  try {
    work();
  } catch (error) {
    said = (error as Error).message;
  }
  expect(said).toBe(message);
});
