/** An oracle for grammars that shares no code with the library: write out every tree, keep each sentence with its weight. */
import type { Grammar } from "../../lib/worlds/index.ts";

/** Every sentence of at most `maxLength` words → its probability, all trees summed. */
export function enumerate(grammar: Grammar, maxLength: number): Map<string, number> {
  const sentences = new Map<string, number>();
  const expand = (symbols: readonly string[], probability: number): void => {
    if (symbols.length > maxLength) return;
    const at = symbols.findIndex((symbol) => grammar.rules.has(symbol));
    if (at < 0) {
      const sentence = symbols.join(" ");
      sentences.set(sentence, (sentences.get(sentence) ?? 0) + probability);
      return;
    }
    for (const a of grammar.rules.get(symbols[at]!)!)
      expand([...symbols.slice(0, at), ...a.symbols, ...symbols.slice(at + 1)], probability * a.probability);
  };
  expand([grammar.start], 1);
  return sentences;
}

/** Small grammars that are easy to get wrong, with why. */
export const tricky: Record<string, { notation: string; maxLength: number }> = {
  "one word": { notation: "S -> a", maxLength: 1 },
  "two rules that say the same": { notation: "S -> A B | B A\nA -> a | b\nB -> a | b | c", maxLength: 2 },
  "the same alternative twice": { notation: "S -> 2 a | 1 a | 1 b", maxLength: 1 },
  "a prefix that is a sentence": { notation: "S -> a | a b | a b a", maxLength: 3 },
  "two trees over one sentence, of different depth": {
    notation: "S -> a B | A b\nA -> a | a a\nB -> b | a b",
    maxLength: 3,
  },
  "optional parts that meet": { notation: "S -> A A\nA -> a | a a | 3 b", maxLength: 4 },
};

/** Grammars with infinitely many sentences. */
export const recursive: Record<string, { notation: string; maxLength: number }> = {
  "right recursion": { notation: "S -> a | b S", maxLength: 6 },
  "nesting in the middle": { notation: "S -> a b | a S b", maxLength: 8 },
  "ambiguous attachment": {
    notation: "S -> n V\nV -> v | v n | v n P | W P\nW -> v n\nP -> p n | p n P",
    maxLength: 9,
  },
};
