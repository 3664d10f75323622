import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { findNotebooks } from "../../lib/runner/index.ts";

let root: string;

async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), "");
  }
}

function find(...selection: string[]): string[] {
  return findNotebooks(selection, { root }).map((file) => path.relative(root, file).replaceAll(path.sep, "/"));
}

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), "notebooks 筆記 "));
});

afterEach(() => rm(root, { recursive: true }));

describe("findNotebooks", () => {
  test("without a selection finds all of notebooks/, in order, and none that is hidden, deeper, or no notebook", async () => {
    await put("notebooks/02.ipynb", "notebooks/01.ipynb", "notebooks/README.md", "notebooks/.b.ipynb");
    await put("notebooks/.ipynb_checkpoints/01-checkpoint.ipynb", "other/03.ipynb");
    expect(find()).toEqual(["notebooks/01.ipynb", "notebooks/02.ipynb"]);
  });

  test("takes a number with or without zeros in front, and not as the beginning of another", async () => {
    await put("notebooks/01-a.ipynb", "notebooks/10-b.ipynb");
    expect(find("1")).toEqual(["notebooks/01-a.ipynb"]);
    expect(find("001")).toEqual(["notebooks/01-a.ipynb"]);
    expect(find("10", "1", "01")).toEqual(["notebooks/10-b.ipynb", "notebooks/01-a.ipynb"]);
  });

  test("takes a file and a folder whose names have spaces and Chinese, each notebook once", async () => {
    await put("my 筆記/a b.ipynb");
    expect(find("my 筆記", "my 筆記/a b.ipynb", "./my 筆記/../my 筆記/a b.ipynb")).toEqual(["my 筆記/a b.ipynb"]);
  });

  test.each([
    ["a number that no notebook has", "97", "notebook: expected the number of one of notebooks/ (01-a.ipynb), got 97"],
    ["a path that does not exist", "no.ipynb", "notebook: expected a number or a path that exists, got no.ipynb"],
    ["a file that is no notebook", "notebooks/a.md", "notebook: expected an .ipynb file, got notebooks/a.md"],
    ["a folder without notebooks", "empty", "notebooks: expected at least one .ipynb file in empty, got none"],
    [
      "an empty name, which would mean the folder it is called from",
      "",
      'notebook: expected a number or a path, got ""',
    ],
  ])("refuses %s", async (_, selection, message) => {
    await put("notebooks/01-a.ipynb", "notebooks/a.md", "empty/a.txt");
    expect(() => find("1", selection)).toThrow(message);
  });

  test("refuses to call a run of nothing a success", async () => {
    expect(() => find()).toThrow("notebooks: expected at least one .ipynb file in notebooks/, got none");
  });
});
