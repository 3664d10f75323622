import { describe, expect, it } from "vitest";
import { checkSample } from "../../../lib/exercises/index.ts";
import { solution, stub, wrong } from "../../../lib/exercises/01/roll-the-die.answers.ts";

describe("the exercise of the die", () => {
  it("accepts the solution, on fresh seeds", () => {
    expect(checkSample(solution)).toMatchObject({ passed: true });
  });

  it.each(Object.entries(wrong))(
    "refuses an answer that %s, on each of five fresh seeds, and says what is probably wrong",
    (_, { answer, hint }) => {
      const { seeds } = checkSample(solution);
      for (const seed of seeds) {
        const { passed, message } = checkSample(answer, { seeds: [seed] });
        expect(passed, `seed ${seed}`).toBe(false);
        expect(message, `seed ${seed}`).toContain(hint);
      }
    },
  );

  it("knows a stub from an answer", () => {
    expect(checkSample(() => undefined as never)).toMatchObject({ passed: undefined, message: "Not written yet." });
    expect(stub).toContain("undefined as never");
  });
});
