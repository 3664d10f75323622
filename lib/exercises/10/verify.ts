/** Exercise 10.2: a prophet whispers, the master checks. Reference: Leviathan, Kalman and Matias 2023, algorithm 1. */
import type { Rng } from "../../core/index.ts";
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

export interface Masters {
  /** What the prophet would write next. */
  whisper: (context: number[]) => number;
  /** One pass of the master: what it would write after `context`, then with one more of `guesses`, to the last. */
  check: (context: number[], guesses: number[]) => number[];
}

/** What the student writes: `length` tokens after the prompt, exactly the master's, in as few passes as the prophet allows. */
export type Speculate = (masters: Masters, options: { prompt: number[]; ahead: number; length: number }) => number[];

const kinds = 5;

/** A master whose next token depends on the last two, and a prophet that often agrees. */
function world(
  die: Rng,
  agreement: number,
): { master: (context: readonly number[]) => number; whisper: Masters["whisper"] } {
  const table = Array.from({ length: kinds * kinds }, () => die.int(kinds));
  const agrees = Array.from({ length: kinds * kinds }, () => die() < agreement);
  const at = (context: readonly number[]): number => kinds * (context.at(-2) ?? 0) + (context.at(-1) ?? 0);
  const master = (context: readonly number[]): number => table[at(context)]!;
  return { master, whisper: (context) => (master(context) + (agrees[at(context)]! ? 0 : 1)) % kinds };
}

interface Run {
  tokens: number[];
  passes: number;
}

function run(
  speculate: Speculate,
  { die, agreement, ahead, length }: { die: Rng; agreement: number; ahead: number; length: number },
): Run & { expected: Run } {
  const { master, whisper } = world(die, agreement);
  const prompt = [die.int(kinds), die.int(kinds)];
  const expected: Run = { tokens: [], passes: 0 };
  while (expected.tokens.length < length) {
    expected.passes++;
    for (let i = 0; i <= ahead; i++) {
      const context = [...prompt, ...expected.tokens];
      const token = master(context);
      expected.tokens.push(token);
      if (i < ahead && whisper(context) !== token) break;
    }
  }
  let passes = 0;
  const check: Masters["check"] = (context, guesses) => {
    passes++;
    if (passes > 3 * length) throw new Error("more than three passes for each token: does every pass write one?");
    return Array.from({ length: guesses.length + 1 }, (_, i) => master([...context, ...guesses.slice(0, i)]));
  };
  const tokens = written(speculate({ whisper, check }, { prompt: [...prompt], ahead, length }));
  return { tokens, passes, expected: { tokens: expected.tokens.slice(0, length), passes: expected.passes } };
}

/** The master's own tokens, whoever whispers, and no more passes than needed. */
export function checkSpeculate(speculate: Speculate, options?: CheckOptions): Feedback {
  return judge((die) => {
    for (const agreement of [0, 0.5, 0.5, 0.5, 0.7, 0.7, 0.7, 1]) {
      const ahead = 2 + die.int(3);
      const { tokens, passes, expected } = run(speculate, { die, agreement, ahead, length: 40 });
      const who = {
        0: "a prophet that is always wrong",
        0.5: "a prophet that is right at times",
        0.7: "a prophet that is often right",
        1: "a prophet that is always right",
      }[agreement]!;
      if (tokens.length !== 40) return `With ${who}: expected 40 tokens, got ${tokens.length}.`;
      const at = tokens.findIndex((token, i) => token !== expected.tokens[i]);
      if (at >= 0)
        return agreement === 1
          ? `With ${who}: token ${at} is not the master's. When all guesses are right, its own token comes after the last of them.`
          : `With ${who}: token ${at} is not the master's. After the first wrong guess nothing counts, however right it looks.`;
      if (passes > expected.passes)
        return `With ${who}: the text is right, in ${passes} passes in place of ${expected.passes}. Each pass also gives a token of the master's own: do not throw it away.`;
    }
    return undefined;
  }, options);
}
