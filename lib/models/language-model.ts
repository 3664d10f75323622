/** What every language model here can do, whatever it is made of: say how likely each next token is. */

/** A model of sequences of tokens. Tokens are words, syllables, pixels: anything that compares with `===`. */
export interface LanguageModel<Token> {
  /** Token → probability, given what came before. Sums to one; empty if the model has nothing to say. */
  nextDistribution(context: readonly Token[]): Map<Token, number>;
}

/**
 * Log-probability of a sequence by the chain rule: the sum over positions of log p(token | tokens before).
 * With `end`, the sequence must also stop here. In nats; −Infinity where the model excludes a token.
 */
export function logProb<Token>(
  model: LanguageModel<Token>,
  sequence: readonly Token[],
  { end }: { end?: Token } = {},
): number {
  const tokens = end === undefined ? sequence : [...sequence, end];
  return tokens.reduce(
    (sum, token, i) => sum + Math.log(model.nextDistribution(sequence.slice(0, i)).get(token) ?? 0),
    0,
  );
}
