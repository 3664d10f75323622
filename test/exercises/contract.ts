/** What every exercise owes its students, as tests: stated once, run for each. */
import { expect, it } from "vitest";
import type { CheckOptions, Feedback } from "../../lib/exercises/index.ts";

interface Exercise<Answer> {
  check: (answer: Answer, options?: CheckOptions) => Feedback;
  stub: string;
  solution: Answer;
  wrong: Record<string, { answer: Answer; hint: string }>;
}

/** Call inside `describe`. */
export function keepsItsContract<Answer>({ check, stub, solution, wrong }: Exercise<Answer>): void {
  it("accepts the solution, on fresh seeds", () => {
    expect(check(solution)).toMatchObject({ passed: true });
  });

  it("knows at least two typical mistakes", () => {
    expect(Object.keys(wrong).length).toBeGreaterThanOrEqual(2);
  });

  it.each(Object.entries(wrong))(
    "refuses an answer that %s, on each of five fresh seeds, and says what is probably wrong",
    (_, { answer, hint }) => {
      const { seeds } = check(solution);
      expect(seeds).toHaveLength(5);
      for (const seed of seeds) {
        const { passed, message } = check(answer, { seeds: [seed] });
        expect(passed, `seed ${seed}`).toBe(false);
        expect(message, `seed ${seed}`).toContain(hint);
      }
    },
  );

  it("knows a stub from an answer", () => {
    const unwritten = (() => undefined) as Answer;
    expect(check(unwritten)).toMatchObject({ passed: undefined, message: "Not written yet." });
    expect(stub).toContain("undefined as never");
  });
}
