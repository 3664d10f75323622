/** nbconvert: executes notebooks in place, and makes scripts and pages of them. */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { around, failingOnce, passing } from "./notebooks.ts";
import { openDesk, shown } from "./tool.ts";
import type { Ran } from "./tool.ts";

const desk = openDesk();
afterAll(() => desk.remove());

/** Execute `source` into `output` with nbconvert. */
function execute(source: string, output: string, flags: readonly string[] = ["--to", "notebook"]): Promise<Ran> {
  return desk.python(["-m", "nbconvert", "--execute", ...flags, "--output", output, source]);
}

describe("nbconvert --execute", () => {
  test("ends well for a good notebook, and writes its outputs", async () => {
    desk.write("good.ipynb", passing);
    const { status, output } = await execute("good.ipynb", "out.ipynb");
    expect(status, output).toBe(0);
    expect(desk.read("out.ipynb").map(shown)).toEqual([[], ["stdout: hello\n", "2"]]);
  });

  test.each(failingOnce)("ends with an error for %s, says it, and writes nothing", async (_, each) => {
    desk.write("bad.ipynb", around(each.source));
    const { status, output } = await execute("bad.ipynb", "bad.out.ipynb");
    expect(status, output).toBe(1);
    expect(output).toContain(`${each.error}: `);
    expect(existsSync(path.join(desk.folder, "bad.out.ipynb"))).toBe(false);
  });

  test("writes the error into the notebook where errors are allowed", async () => {
    desk.write("bad.ipynb", around("throw new RangeError('boom')"));
    const { status, output } = await execute("bad.ipynb", "out.ipynb", ["--to", "notebook", "--allow-errors"]);
    expect(status, output).toBe(0);
    expect(desk.read("out.ipynb").map(shown)).toEqual([[], ["error: RangeError"], ["2"]]);
  });
});

const convert = (to: string): Promise<Ran> => desk.python(["-m", "nbconvert", "--to", to, "out.ipynb"]);

describe("an executed notebook", () => {
  beforeAll(async () => {
    desk.write("good.ipynb", ["interface Point {\n  x: number;\n}"]);
    const { status, output } = await execute("good.ipynb", "out.ipynb");
    expect(status, output).toBe(0);
  });

  test("becomes a TypeScript file with nbconvert --to script", async () => {
    const { status, output } = await convert("script");
    expect(status, output).toBe(0);
    expect(readFileSync(path.join(desk.folder, "out.ts"), "utf8")).toContain("interface Point {");
  });

  test("has the colours of TypeScript with nbconvert --to html", async () => {
    const { status, output } = await convert("html");
    expect(status, output).toBe(0);
    const page = readFileSync(path.join(desk.folder, "out.html"), "utf8");
    const line = page.split("\n").find((each) => each.includes("Point"));
    // pygments' class of a word that declares; as Python it would be a name
    expect(line).toMatch(/<span class="kd">interface<\/span>/);
  });
});
