/** Exercise 4.1: the solution that a student can open, and wrong answers that the checker must recognise. */
import type { Lesson, Shift } from "./shift-by-one.ts";

export const stub = `function shift(stream: number[], context: number): { input: number[]; target: number[] }[] {
  return undefined as never; // your code: every token but the first is a target once
}`;

export const solution: Shift = (stream, context) => {
  const lessons: Lesson[] = [];
  for (let start = 0; start + 1 < stream.length; start += context) {
    const end = Math.min(start + context, stream.length - 1);
    lessons.push({ input: stream.slice(start, end), target: stream.slice(start + 1, end + 1) });
  }
  return lessons;
};

export const wrong: Record<string, { answer: Shift; hint: string }> = {
  "gives the input as its target": {
    answer: (stream, context) => solution(stream, context).map(({ input }) => ({ input, target: input })),
    hint: "your loss would be 0",
  },
  "leaves out the last lesson": {
    answer: (stream, context) => solution(stream, context).filter(({ input }) => input.length === context),
    hint: "the last, shorter lesson",
  },
  "cuts first and shifts then, and loses a token of each piece": {
    answer: (stream, context) => {
      const pieces = Array.from({ length: Math.ceil(stream.length / context) }, (_, i) =>
        stream.slice(i * context, (i + 1) * context),
      );
      return pieces
        .filter((piece) => piece.length > 1)
        .map((piece) => ({ input: piece.slice(0, -1), target: piece.slice(1) }));
    },
    hint: "never a target",
  },
  "makes a lesson of every place": {
    answer: (stream, context) =>
      stream.slice(0, -1).map((_, i) => ({
        input: stream.slice(i, Math.min(i + context, stream.length - 1)),
        target: stream.slice(i + 1, Math.min(i + context, stream.length - 1) + 1),
      })),
    hint: "lessons must not overlap",
  },
};
