/**
 * A probabilistic context-free grammar (PCFG), written the way a linguist would write it on a blackboard.
 *
 * One rule a line, `NAME -> alternative | alternative`; names start with a capital, words do not.
 * A number in front of an alternative is its weight (1 where there is none):
 *
 *     S -> NP V
 *     NP -> 3 the N | my N
 *
 * Left out on purpose: empty alternatives and left recursion, so that every prefix has finitely many readings.
 *
 * Reference: Booth and Thompson 1973, "Applying Probability Measures to Abstract Languages", IEEE Trans. Computers.
 */
import { check } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** One alternative of a rule: its probability among its rule's alternatives, and what it is replaced by. */
export interface Alternative {
  readonly probability: number;
  readonly symbols: readonly string[];
}

/** A grammar whose start symbol is the name of its first rule. */
export interface Grammar {
  readonly start: string;
  readonly rules: ReadonlyMap<string, readonly Alternative[]>;
  /** Every word the grammar can say, in order of first appearance. */
  readonly words: readonly string[];
}

/** Read a grammar from its blackboard notation. Throws on unknown names, rules that never end, and left recursion. */
export function parseGrammar(text: string): Grammar {
  const rules = new Map<string, Alternative[]>();
  for (const line of text.split("\n").filter((line) => line.trim() !== "")) {
    const [name = "", body, ...rest] = line.split("->").map((part) => part.trim());
    check(body !== undefined && rest.length === 0 && isName(name), "grammar line", "NAME -> words", line);
    check(!rules.has(name), "grammar", "one rule for each name", name);
    rules.set(name, normalised(body!.split("|").map(parseAlternative)));
  }
  check(rules.size > 0, "grammar", "at least one rule", text);
  checkNames(rules);
  checkEnds(rules);
  checkLeftRecursion(rules);
  const symbols = [...rules.values()].flatMap((alternatives) => alternatives.flatMap((a) => a.symbols));
  const words = [...new Set(symbols.filter((symbol) => !isName(symbol)))];
  return Object.freeze({ start: rules.keys().next().value!, rules, words });
}

/** One sentence, drawn by replacing names until only words are left. */
export function sampleSentence(grammar: Grammar, { rng }: { rng: Rng }): string[] {
  const sentence: string[] = [];
  const todo = [grammar.start];
  while (todo.length > 0) {
    const symbol = todo.pop()!;
    const alternatives = grammar.rules.get(symbol);
    if (!alternatives) sentence.push(symbol);
    else todo.push(...alternatives[rng.weighted(alternatives.map((a) => a.probability))]!.symbols.toReversed());
  }
  return sentence;
}

/** True if some name can be reached from itself, so that there are infinitely many sentences. */
export function isRecursive(grammar: Grammar): boolean {
  return reachesItself(grammar.rules, (a) => a.symbols) !== undefined;
}

/** True for the name of a rule, false for a word. */
export function isName(symbol: string): boolean {
  return /^[A-Z]\w*$/.test(symbol);
}

function parseAlternative(text: string): { weight: number; symbols: string[] } {
  const symbols = text.trim().split(/\s+/);
  const weight = /^\d/.test(symbols[0]!) ? Number(symbols.shift()) : 1;
  check(Number.isFinite(weight) && weight > 0, "grammar weight", "a number above 0", text);
  check(symbols.length > 0 && symbols[0] !== "", "grammar alternative", "at least one symbol", text);
  return { weight, symbols };
}

function normalised(alternatives: { weight: number; symbols: string[] }[]): Alternative[] {
  const total = alternatives.reduce((sum, { weight }) => sum + weight, 0);
  return alternatives.map(({ weight, symbols }) => ({ probability: weight / total, symbols }));
}

type Rules = ReadonlyMap<string, readonly Alternative[]>;

function checkNames(rules: Rules): void {
  for (const alternatives of rules.values())
    for (const symbol of alternatives.flatMap((a) => a.symbols))
      check(!isName(symbol) || rules.has(symbol), "grammar", "a rule for each name", symbol);
}

function checkEnds(rules: Rules): void {
  const ends = new Set<string>();
  for (let before = -1; before !== ends.size;) {
    before = ends.size;
    for (const [name, alternatives] of rules)
      if (alternatives.some((a) => a.symbols.every((s) => !isName(s) || ends.has(s)))) ends.add(name);
  }
  for (const name of rules.keys()) check(ends.has(name), "grammar", "rules that end in words", name);
}

function checkLeftRecursion(rules: Rules): void {
  const name = reachesItself(rules, (a) => a.symbols.slice(0, 1));
  check(name === undefined, "grammar", "no rule that starts with itself (left recursion)", name);
}

/** The first name that can be reached from itself along `next`, if there is one. */
function reachesItself(rules: Rules, next: (a: Alternative) => readonly string[]): string | undefined {
  for (const start of rules.keys()) {
    const seen = new Set<string>();
    const todo = [start];
    while (todo.length > 0) {
      for (const symbol of (rules.get(todo.pop()!) ?? []).flatMap(next)) {
        if (symbol === start) return start;
        if (isName(symbol) && !seen.has(symbol)) todo.push(symbol);
        seen.add(symbol);
      }
    }
  }
  return undefined;
}
