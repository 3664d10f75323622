/** nbgrader: a small course from the source to the points. */
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openDesk, root } from "./tool.ts";
import type { CellText, Ran } from "./tool.ts";

const desk = openDesk();
afterAll(() => desk.remove());
const nbgrader = (...args: string[]): Promise<Ran> => desk.python(["-m", "nbgrader", ...args]);

/** A cell with nbgrader's metadata, version 3. */
function graded(id: string, source: string, kind: { solution: true } | { points: number }): CellText {
  const solution = "solution" in kind;
  const points = solution ? {} : { points: kind.points };
  const nbgraderData = { schema_version: 3, grade_id: id, grade: !solution, solution, locked: !solution, ...points };
  return { source, metadata: { nbgrader: { ...nbgraderData, task: false } } };
}

const solution = "  /// BEGIN SOLUTION\n  return 2 * n;\n  /// END SOLUTION";

function assignment(body: string): CellText[] {
  return [
    'import { strict as assert } from "node:assert";',
    graded("double", `function double(n: number): number {\n${body}\n}`, { solution: true }),
    graded("seen", "assert.equal(double(2), 4);", { points: 2 }),
    graded(
      "hidden",
      "assert.equal(double(0), 0);\n/// BEGIN HIDDEN TESTS\nassert.equal(double(-3), -6);\n/// END HIDDEN TESTS",
      { points: 3 },
    ),
    graded("partial", "[1, 2, 3, 4].filter((n) => double(n) === 2 * n).length", { points: 4 }),
    graded("truth", "double(3) === 6", { points: 1 }),
  ];
}

/** What each student writes into the function, and the points for it. */
const students: Record<string, { body: string; points: Record<"seen" | "hidden" | "partial" | "truth", number> }> = {
  right: { body: "  return n + n;", points: { seen: 2, hidden: 3, partial: 4, truth: 1 } },
  "right-with-output": {
    body: '  console.log("n is", n);\n  return n + n;',
    points: { seen: 2, hidden: 3, partial: 4, truth: 1 },
  },
  // nbgrader's own rule: whatever is said on stderr is a failure
  "right-on-stderr": {
    body: '  console.error("n is", n);\n  return n + n;',
    points: { seen: 0, hidden: 0, partial: 0, truth: 0 },
  },
  // and a value that is no number is no judgement: false in `truth` costs nothing
  constant: { body: "  return 4;", points: { seen: 2, hidden: 0, partial: 1, truth: 1 } },
  "wrong-where-hidden": { body: "  return Math.abs(2 * n);", points: { seen: 2, hidden: 0, partial: 4, truth: 1 } },
  throws: { body: '  throw new Error("too hard");', points: { seen: 0, hidden: 0, partial: 0, truth: 0 } },
  "type-error": { body: '  return "4";', points: { seen: 0, hidden: 0, partial: 0, truth: 0 } },
  "syntax-error": { body: "  return 2 * ;", points: { seen: 0, hidden: 0, partial: 0, truth: 0 } },
  "ends-the-process": { body: "  process.exit(0);", points: { seen: 0, hidden: 0, partial: 0, truth: 0 } },
  "loops-for-two": {
    body: "  while (n === 2) {}\n  return 2 * n;",
    points: { seen: 0, hidden: 3, partial: 0, truth: 1 },
  },
};

beforeAll(async () => {
  const instructions = readFileSync(path.join(root, "docs", "tools.md"), "utf8");
  const config = /```python\n(.*?)```/s.exec(instructions)![1]!;
  desk.writeText("nbgrader_config.py", `${config}c.Execute.timeout = 3\n`);
  mkdirSync(path.join(desk.folder, "source", "ps1"), { recursive: true });
  desk.write("source/ps1/problem.ipynb", assignment(solution));
});

describe("nbgrader validate", () => {
  test("finds nothing wrong with the instructor's own solution", async () => {
    const { output } = await nbgrader("validate", "source/ps1/problem.ipynb");
    expect(output).toContain("Success! Your notebook passes all the tests.");
  });

  test("names the tests that a wrong solution fails", async () => {
    desk.write("wrong.ipynb", assignment("  return 5;"));
    const { output } = await nbgrader("validate", "wrong.ipynb");
    expect(output).toContain("VALIDATION FAILED ON 3 CELL(S)");
    expect(output).toContain("AssertionError");
  });
});

describe("an assignment", () => {
  let released: Ran;
  beforeAll(async () => {
    released = await nbgrader("generate_assignment", "ps1", "--create");
    expect(released.status, released.output).toBe(0);
  });

  test("is released without solutions and hidden tests, and fits its types", async () => {
    const cells = desk.read("release/ps1/problem.ipynb").map((cell) => cell.source);
    const text = cells.join("\n");
    expect(text).not.toMatch(/2 \* n;|HIDDEN|-6/);
    expect(cells[1]).toBe(
      "function double(n: number): number {\n  // YOUR CODE HERE\n  throw new Error('not solved yet');\n}",
    );
    const { output } = await nbgrader("validate", "release/ps1/problem.ipynb");
    expect(output).toContain("VALIDATION FAILED ON 4 CELL(S)");
    expect(output).toContain("not solved yet");
    expect(output).not.toContain("TypeCheckError");
  });

  describe("when it comes back", () => {
    let scores: Record<string, unknown>;
    beforeAll(async () => {
      const [, answer] = desk.read("release/ps1/problem.ipynb");
      expect(answer).toBeDefined();
      const release = readFileSync(path.join(desk.folder, "release/ps1/problem.ipynb"), "utf8");
      for (const [name, { body }] of Object.entries({ ...students, untouched: { body: undefined } })) {
        const notebook = JSON.parse(release) as { cells: { source: string }[] };
        if (body !== undefined) notebook.cells[1]!.source = `function double(n: number): number {\n${body}\n}`;
        mkdirSync(path.join(desk.folder, "submitted", name, "ps1"), { recursive: true });
        desk.writeText(`submitted/${name}/ps1/problem.ipynb`, JSON.stringify(notebook));
      }
      const { status, output } = await nbgrader("autograde", "ps1", "--create");
      expect(status, output).toBe(0);
      const ran = await desk.python([path.join(import.meta.dirname, "nbgrader_scores.py")]);
      expect(ran.status, ran.output).toBe(0);
      scores = JSON.parse(ran.stdout) as typeof scores;
    });

    test("is graded for every student, none dropped", () => {
      expect(Object.keys(scores).toSorted()).toEqual([...Object.keys(students), "untouched"].toSorted());
    });

    test.each(Object.entries(students))("gives %s its points", (name, { points }) => {
      expect(scores[name]).toEqual(points);
    });

    test("gives no points for a release that nobody touched", () => {
      expect(scores.untouched).toEqual({ seen: 0, hidden: 0, partial: 0, truth: 0 });
    });

    test("has the error in the feedback", async () => {
      const { status, output } = await nbgrader("generate_feedback", "ps1", "--student=throws");
      expect(status, output).toBe(0);
      expect(readFileSync(path.join(desk.folder, "feedback/throws/ps1/problem.html"), "utf8")).toContain("too hard");
    });
  });
});
