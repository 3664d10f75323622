/** What a chatbot and an image generator have in common: a function from a condition and a die to a complex output. */
import { check } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** f(x): the condition says what is wanted, the rng which of the many right outputs comes. */
export interface Generator<Condition, Output> {
  generate(condition: Condition, options: { rng: Rng }): Output;
}

/** One sentence of the contract, and what came of it. */
export interface ContractResult {
  readonly rule: string;
  readonly passed: boolean;
  /** The first counterexample, or how many outputs were looked at. */
  readonly detail: string;
}

/** What the contract needs to know about a kind of output. */
export interface ContractOptions<Condition, Output> {
  conditions: readonly Condition[];
  /** Says whether an output answers its condition; must not come from the generator itself. */
  accepts: (output: Output, condition: Condition) => boolean;
  /** Share of outputs that must be accepted, 0–1. */
  acceptedShare?: number;
  /** Outputs drawn for each condition. */
  draws?: number;
  rng: (seed: number) => Rng;
}

/**
 * The contract of `Generator`, checked on outputs alone: the die decides and nothing else, many outputs are possible,
 * outputs fit their condition, and a condition is not changed. Works for text, pictures and anything JSON can write.
 */
export function checkContract<Condition, Output>(
  generator: Generator<Condition, Output>,
  { conditions, accepts, acceptedShare = 0.8, draws = 20, rng }: ContractOptions<Condition, Output>,
): ContractResult[] {
  check(conditions.length > 0, "checkContract conditions", "at least one condition", conditions);
  const before = JSON.stringify(conditions);
  const drawn = conditions.flatMap((condition) =>
    Array.from({ length: draws }, (_, seed) => ({
      condition,
      seed,
      output: generator.generate(condition, { rng: rng(seed) }),
    })),
  );
  const text = (output: Output) => JSON.stringify(output) ?? "undefined";
  const unequal = drawn.find(
    ({ condition, seed, output }) => text(generator.generate(condition, { rng: rng(seed) })) !== text(output),
  );
  const boring = conditions.find(
    (condition) => new Set(drawn.filter((d) => d.condition === condition).map((d) => text(d.output))).size < 2,
  );
  const refused = drawn.filter(({ output, condition }) => !accepts(output, condition));
  const accepted = 1 - refused.length / drawn.length;

  return [
    {
      rule: "same condition, same die, same output",
      passed: !unequal,
      detail: unequal ? `not for seed ${unequal.seed}` : `${drawn.length} times`,
    },
    {
      rule: "another die, another output",
      passed: boring === undefined,
      detail: boring === undefined ? `${draws} draws each` : `not for ${JSON.stringify(boring)}`,
    },
    {
      rule: "the output fits the condition",
      passed: accepted >= acceptedShare,
      detail: `${accepted.toFixed(2)} of ${drawn.length}`,
    },
    {
      rule: "the condition stays as it was",
      passed: JSON.stringify(conditions) === before,
      detail: before.slice(0, 60),
    },
  ];
}
