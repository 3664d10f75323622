/** Exercise 10.2: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { Speculate } from "./verify.ts";

export const stub = `function speculate(
  { whisper, check }: { whisper: (context: number[]) => number; check: (context: number[], guesses: number[]) => number[] },
  { prompt, ahead, length }: { prompt: number[]; ahead: number; length: number },
): number[] {
  return undefined as never; // your code
}`;

/** A loop over passes; `kept` says which tokens of a pass are written. */
function loop(kept: (guesses: number[], truths: number[]) => number[]): Speculate {
  return ({ whisper, check }, { prompt, ahead, length }) => {
    const tokens: number[] = [];
    while (tokens.length < length) {
      const context = [...prompt, ...tokens];
      const guesses: number[] = [];
      while (guesses.length < ahead) guesses.push(whisper([...context, ...guesses]));
      tokens.push(...kept(guesses, check(context, guesses)));
    }
    return tokens.slice(0, length);
  };
}

function firstWrong(guesses: readonly number[], truths: readonly number[]): number {
  const at = guesses.findIndex((guess, i) => guess !== truths[i]);
  return at < 0 ? guesses.length : at;
}

export const solution: Speculate = loop((guesses, truths) => truths.slice(0, firstWrong(guesses, truths) + 1));

export const wrong: Record<string, { answer: Speculate; hint: string }> = {
  "keeps what looks right after the first wrong guess": {
    answer: loop((guesses, truths) => {
      const at = firstWrong(guesses, truths);
      return [...truths.slice(0, at + 1), ...guesses.slice(at + 1)];
    }),
    hint: "After the first wrong guess nothing counts",
  },
  "believes the prophet": { answer: loop((guesses) => guesses), hint: "is not the master's" },
  "throws the master's own token away": {
    answer: loop((guesses, truths) => {
      const at = firstWrong(guesses, truths);
      return at === 0 ? truths.slice(0, 1) : truths.slice(0, at);
    }),
    hint: "do not throw it away",
  },
  "never writes where the first guess is wrong": {
    answer: loop((guesses, truths) => truths.slice(0, firstWrong(guesses, truths))),
    hint: "does every pass write one?",
  },
};
