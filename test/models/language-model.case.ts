/** What every language model keeps, whatever it is made of. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LanguageModel } from "../../lib/models/index.ts";

export interface LanguageModelCase<Token> {
  model: LanguageModel<Token>;
  /** Every token that a distribution may hold. */
  vocabulary: readonly Token[];
  /** The shortest context that is an answerable question (default 0). */
  least?: number;
  /** Whether it may have nothing to say (default: never). */
  silent?: boolean;
}

export function languageModelContract<Token>(name: string, make: () => LanguageModelCase<Token>): void {
  describe(`${name} keeps the contract of language models`, () => {
    test("probabilities are from 0 to 1 and sum to 1, or there are none", () => {
      const each = make();
      asked(each, (context) => {
        const p = [...each.model.nextDistribution(context).values()];
        if (p.length === 0) expect(each.silent).toBe(true);
        else expect(Math.abs(p.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-9);
        expect(p.every((value) => value >= 0 && value <= 1 + 1e-12)).toBe(true);
      });
    });

    test("only tokens of the vocabulary are expected", () => {
      const each = make();
      const known = new Set(each.vocabulary);
      asked(each, (context) => {
        const expected = [...each.model.nextDistribution(context).keys()];
        expect(expected.filter((token) => !known.has(token))).toEqual([]);
      });
    });

    test("the same question has the same answer, whatever was asked between, and is not changed", () => {
      const each = make();
      asked(each, (context) => {
        const question = Object.freeze([...context]);
        const first = new Map(each.model.nextDistribution(question));
        each.model.nextDistribution([...context, each.vocabulary[0]!]);
        expect(new Map(each.model.nextDistribution(question))).toEqual(first);
      });
    });
  });
}

function asked<Token>(
  { vocabulary, least = 0 }: LanguageModelCase<Token>,
  check: (context: readonly Token[]) => void,
): void {
  const context = fc.array(fc.constantFrom(...vocabulary), { minLength: least, maxLength: 6 });
  fc.assert(fc.property(context, check), { numRuns: 25 });
}
