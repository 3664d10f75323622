import fc from "fast-check";
import { expect, test } from "vitest";
import { majority } from "../../lib/generate/index.ts";

test("the paper's figure 1: $18, $26, $18 makes 18", () => {
  expect(majority([18, 26, 18])).toEqual({
    answer: 18,
    share: 2 / 3,
    counts: new Map([
      [18, 2],
      [26, 1],
    ]),
  });
});

test("of equals the first; what gave no answer does not count; none at all is an error", () => {
  expect(majority(["b", "a", "a", "b"]).answer).toBe("b");
  expect(majority([undefined, 7, undefined])).toMatchObject({ answer: 7, share: 1 });
  expect(() => majority([])).toThrow("majority answers: expected at least one answer");
  expect(() => majority([undefined])).toThrow("majority answers");
});

test("nobody has more votes than the winner, and all votes are counted", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4), { minLength: 1 }), (answers) => {
      const { answer, share, counts } = majority(answers);
      expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(answers.length);
      expect(share).toBe(answers.filter((each) => each === answer).length / answers.length);
      for (const count of counts.values()) expect(count).toBeLessThanOrEqual(share * answers.length + 1e-9);
    }),
  );
});
