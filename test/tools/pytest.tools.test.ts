/** nbmake and nbval: notebooks as tests of pytest. All notebooks go through one run of each, read from its report. */
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { JSDOM } from "jsdom";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { around, failing, passing } from "./notebooks.ts";
import { openDesk, tagged } from "./tool.ts";
import type { CellText } from "./tool.ts";

const desk = openDesk();
afterAll(() => desk.remove());

/** The notebooks, by the name of their file without its ending. */
const notebooks: Record<string, readonly CellText[]> = {
  good: passing,
  expected: around(tagged("throw new Error('expected')", "raises-exception")),
  ...Object.fromEntries(Object.entries(failing).map(([name, { source }]) => [fileName(name), around(source)])),
};

function fileName(name: string): string {
  return name.replaceAll(/[^a-z0-9]+/g, "-");
}

interface Report {
  status: number;
  output: string;
  /** What pytest says of the items of each notebook, in their order: passed, or the message of the failure. */
  items: Record<string, string[]>;
}

async function pytest(flags: readonly string[], folder = "notebooks"): Promise<Report> {
  const args = ["-m", "pytest", "-p", "no:cacheprovider", "-q", "--junitxml=report.xml", ...flags, folder];
  const { status, output } = await desk.python(args);
  const xml = readFileSync(path.join(desk.folder, "report.xml"), "utf8");
  const { document } = new JSDOM(xml, { contentType: "text/xml" }).window;
  const items: Report["items"] = {};
  for (const item of document.querySelectorAll("testcase")) {
    const where = `${item.getAttribute("classname")} ${item.getAttribute("name")}`;
    const name = Object.keys(notebooks).find((each) => new RegExp(`[./ ]${each}(\\.ipynb)?\\b(?!-)`).test(where));
    expect(name, where).toBeDefined();
    const bad = item.querySelector("failure, error");
    const said = bad ? `${bad.getAttribute("message")}\n${bad.textContent}` : "passed";
    (items[name!] ??= []).push(item.querySelector("skipped") ? "skipped" : said);
  }
  return { status, output, items };
}

function writeAll(): void {
  mkdirSync(path.join(desk.folder, "notebooks"), { recursive: true });
  for (const [name, cells] of Object.entries(notebooks)) desk.write(path.join("notebooks", `${name}.ipynb`), cells);
}

const bad = Object.entries(failing).map(([name, { error }]) => ({ name, file: fileName(name), error }));

describe("nbmake", () => {
  let report: Report;
  beforeAll(async () => {
    writeAll();
    report = await pytest(["--nbmake"]);
  });

  test("passes a good notebook, and one whose error is expected", () => {
    expect(report.items.good, report.output).toEqual(["passed"]);
    expect(report.items.expected).toEqual(["passed"]);
  });

  test.each(bad)("fails for $name, and names it", ({ file, error }) => {
    expect(report.status).toBe(1);
    expect(report.items[file]).toHaveLength(1);
    expect(report.items[file]![0]).toContain(error);
  });
});

// what nbval compares with: the outputs of an earlier run
async function saveOutputs(...files: string[]): Promise<void> {
  const save = ["-m", "nbconvert", "--execute", "--to", "notebook", "--inplace"];
  const { status, output } = await desk.python([...save, ...files.map((file) => `notebooks/${file}.ipynb`)]);
  expect(status, output).toBe(0);
}

describe.each(["--nbval", "--nbval-lax"])("nbval %s", (flag) => {
  let report: Report;
  beforeAll(async () => {
    if (flag === "--nbval") {
      writeAll();
      await saveOutputs("good", "expected");
    }
    report = await pytest([flag, "--nbval-cell-timeout=60"]);
  });

  test("passes the cells of a good notebook, and of one whose error is expected", () => {
    expect(report.items.good, report.output).toEqual(["passed", "passed"]);
    expect(report.items.expected).toEqual(["passed", "passed", "passed"]);
  });

  test.each(bad)("fails for $name", ({ file, error }) => {
    expect(report.status).toBe(1);
    const [before, cell] = report.items[file]!;
    expect(before).toBe("passed");
    expect(cell).toContain(error);
  });
});

describe("nbval", () => {
  beforeAll(async () => {
    desk.write("notebooks/good.ipynb", ["console.log('kept')", "1 + 1"]);
    await saveOutputs("good");
    const file = path.join(desk.folder, "notebooks", "good.ipynb");
    const changed = JSON.parse(readFileSync(file, "utf8")) as { cells: { source: string }[] };
    changed.cells[1]!.source = "1 + 2";
    desk.writeText("notebooks/good.ipynb", JSON.stringify(changed));
  });

  test("fails a cell whose output is another than the saved one", async () => {
    const { status, items } = await pytest(["--nbval"], "notebooks/good.ipynb");
    expect(status).toBe(1);
    expect(items.good![0]).toBe("passed");
    expect(items.good![1]).toContain("mismatch");
  });

  test("does not compare in its lax form", async () => {
    const { items } = await pytest(["--nbval-lax"], "notebooks/good.ipynb");
    expect(items.good).toEqual(["passed", "passed"]);
  });
});
