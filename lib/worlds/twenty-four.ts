/** W-MATH, the game of 24: make 24 of four numbers with + − × ÷, each number used once. Reference: Yao et al. 2023, "Tree of Thoughts", section 4.1. */
import { check } from "../core/index.ts";
import type { Rng } from "../core/index.ts";

/** A number as a fraction, so that 8 / (3 − 8 / 3) is exactly 24. The denominator is above 0. */
export interface Fraction {
  readonly over: number;
  readonly under: number;
}

/** What is on the table, and how it was made. */
export interface Card {
  readonly value: Fraction;
  readonly text: string;
}

const target = 24;

/** Cards of whole numbers. */
export function cardsOf(numbers: readonly number[]): Card[] {
  return numbers.map((over) => {
    check(Number.isSafeInteger(over), "cardsOf numbers", "integers", over);
    return { value: { over, under: 1 }, text: String(over) };
  });
}

/** Every table that one step leads to: two cards become one. Division by zero leads nowhere. */
export function moves24(cards: readonly Card[]): Card[][] {
  return cards.flatMap((a, i) =>
    cards.flatMap((b, j) => {
      if (i === j) return [];
      const rest = cards.filter((_, k) => k !== i && k !== j);
      // + and × need only one of the two orders
      const made = [...(i < j ? [joined(a, "+", b), joined(a, "*", b)] : []), joined(a, "-", b), joined(a, "/", b)];
      return made.filter((card) => card !== undefined).map((card) => [...rest, card]);
    }),
  );
}

/** A way to make 24, found by trying everything; undefined if there is none. */
export function solve24(numbers: readonly number[]): string | undefined {
  const search = (cards: readonly Card[]): string | undefined => {
    if (cards.length === 1) return is24(cards[0]!) ? cards[0]!.text : undefined;
    for (const table of moves24(cards)) {
      const found = search(table);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  check(numbers.length > 0, "solve24 numbers", "at least one number", numbers);
  return search(cardsOf(numbers));
}

/** Whether a card is worth 24. */
export function is24({ value: { over, under } }: Card): boolean {
  return over === target * under;
}

/** Whether a formula uses exactly these numbers and is worth 24, reckoned without `eval`. Anything else is false. */
export function check24(formula: string, numbers: readonly number[]): boolean {
  const tokens = formula.match(/\d+|[-+*/()]|\S/gu) ?? [];
  // more brackets than that say nothing, and would fill the stack
  if (tokens.length > 20 * numbers.length) return false;
  const used = tokens.filter((token) => /^\d+$/u.test(token)).map(Number);
  if (used.toSorted((a, b) => a - b).join() !== numbers.toSorted((a, b) => a - b).join()) return false;
  const value = reckon(tokens);
  return value !== undefined && is24({ value, text: formula });
}

/** Four numbers from 1 to 13 that can make 24. */
export function draw24({ rng }: { rng: Rng }): number[] {
  for (;;) {
    const numbers = Array.from({ length: 4 }, () => 1 + rng.int(13));
    if (solve24(numbers) !== undefined) return numbers;
  }
}

/** What this world is, with three games of it. */
export function describe24({ rng }: { rng: Rng }): string {
  const games = Array.from({ length: 3 }, () => draw24({ rng }));
  return ["W-MATH, the game of 24.", ...games.map((numbers) => `  ${numbers.join(" ")} → ${solve24(numbers)}`)].join(
    "\n",
  );
}

type Sign = "+" | "-" | "*" | "/";

function joined(a: Card, sign: Sign, b: Card): Card | undefined {
  const value = combine(a.value, sign, b.value);
  return value && { value, text: `(${a.text} ${sign} ${b.text})` };
}

function combine(a: Fraction, sign: Sign, b: Fraction): Fraction | undefined {
  if (sign === "/" && b.over === 0) return undefined;
  const [over, under] = {
    "+": [a.over * b.under + b.over * a.under, a.under * b.under],
    "-": [a.over * b.under - b.over * a.under, a.under * b.under],
    "*": [a.over * b.over, a.under * b.under],
    "/": [a.over * b.under * Math.sign(b.over), a.under * Math.abs(b.over)],
  }[sign] as [number, number];
  return { over, under };
}

/** The value of a formula by recursive descent; undefined if it is none. */
function reckon(tokens: readonly string[]): Fraction | undefined {
  let at = 0;
  const binary = (signs: string, next: () => Fraction | undefined) => (): Fraction | undefined => {
    let value = next();
    while (value && at < tokens.length && signs.includes(tokens[at]!)) {
      const sign = tokens[at++] as Sign;
      const right = next();
      value = right && combine(value, sign, right);
    }
    return value;
  };
  const factor = (): Fraction | undefined => {
    const token = tokens[at++];
    if (token !== undefined && /^\d+$/u.test(token)) return { over: Number(token), under: 1 };
    if (token !== "(") return undefined;
    const value = sum();
    return tokens[at++] === ")" ? value : undefined;
  };
  const sum = binary("+-", binary("*/", factor));
  const value = sum();
  return at === tokens.length ? value : undefined;
}
