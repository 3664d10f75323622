/** Exercise 4.1: a stream of tokens as lessons, each token the answer to those before it. */
import { judge, written } from "../feedback.ts";
import type { CheckOptions, Feedback } from "../feedback.ts";

export interface Lesson {
  input: number[];
  target: number[];
}

/** What the student writes: lessons of at most `context` tokens, one after another. */
export type Shift = (stream: number[], context: number) => Lesson[];

/** Every token but the first is a target once, after the token before it, on random streams. */
export function checkShift(shift: Shift, options?: CheckOptions): Feedback {
  return judge((die) => {
    const context = 2 + die.int(5);
    // all different, so that a token tells where it stood
    const stream = die.shuffle(Array.from({ length: 3 * context + 2 + die.int(context - 1) }, (_, i) => 100 + i));
    const lessons = written(shift([...stream], context));
    for (const { input, target } of lessons) {
      if (input.length !== target.length)
        return `A lesson has ${input.length} inputs and ${target.length} targets: one target for each input.`;
      if (input.some((token, i) => token === target[i]))
        return "A target is its own input: your loss would be 0, and the model would learn to copy.";
      if (input.length > context) return `A lesson has ${input.length} tokens, and the model sees only ${context}.`;
      if (input.some((token, i) => stream[stream.indexOf(token) + 1] !== target[i]))
        return "A target is not the token that comes next in the stream.";
    }
    const targets = lessons.flatMap(({ target }) => target);
    const missing = stream.slice(1).filter((token) => !targets.includes(token));
    if (missing.length > 0)
      return missing.length < context
        ? "The end of the stream is never a target: is the last, shorter lesson left out?"
        : `${missing.length} tokens are never a target: each lesson begins with the token that the last one ended with as its target.`;
    if (new Set(targets).size !== targets.length) return "A token is a target twice: lessons must not overlap.";
    return undefined;
  }, options);
}
