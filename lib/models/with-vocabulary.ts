/** A model of ids as a model of what the ids stand for: words, letters, syllables. */
import { check } from "../core/index.ts";
import type { LanguageModel } from "./language-model.ts";

/**
 * Token i of `vocabulary` is id i. Throws for a token twice; when asked, for a token that is none, and if the model has
 * more ids than there are tokens.
 */
export function withVocabulary<Token>(
  model: LanguageModel<number>,
  vocabulary: readonly Token[],
): LanguageModel<Token> {
  const ids = new Map(vocabulary.map((token, id) => [token, id]));
  check(ids.size === vocabulary.length, "withVocabulary vocabulary", "no token twice", vocabulary);
  const idOf = (token: Token): number => {
    const id = ids.get(token);
    check(id !== undefined, "withVocabulary token", "a token of the vocabulary", token);
    return id;
  };
  return {
    nextDistribution(context) {
      const entries = [...model.nextDistribution(context.map(idOf))].map(([id, p]) => {
        check(id in vocabulary, "withVocabulary vocabulary", `a token for id ${id}`, vocabulary);
        return [vocabulary[id]!, p] as const;
      });
      return new Map(entries);
    },
  };
}
