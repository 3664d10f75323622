/** Self-consistency: think several times, answer what most of the thoughts came to. Reference: Wang et al. 2023, "Self-Consistency Improves Chain of Thought Reasoning in Language Models", section 2. */
import { check } from "../core/index.ts";

export interface Vote<Answer> {
  readonly answer: Answer;
  /** The share of the votes that it got. */
  readonly share: number;
  /** Answer → votes, the most first. */
  readonly counts: ReadonlyMap<Answer, number>;
}

/** The answer that was given most often; of equally frequent ones the one that came first. Undefined answers do not count. */
export function majority<Answer>(answers: readonly (Answer | undefined)[]): Vote<Answer> {
  const given = answers.filter((answer) => answer !== undefined);
  check(given.length > 0, "majority answers", "at least one answer", answers);
  const counts = new Map<Answer, number>();
  for (const answer of given) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const sorted = new Map([...counts].sort(([, a], [, b]) => b - a));
  const [[answer, votes]] = [...sorted] as [[Answer, number]];
  return { answer, share: votes / given.length, counts: sorted };
}
