import { spawn } from "node:child_process";
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exitCodes, failures, findNotebooks, runNotebooks } from "../../lib/runner/index.ts";
import { startSession } from "../../lib/session/index.ts";

const root = path.resolve(import.meta.dirname, "../..");
const fixtures = path.join(root, "test/fixtures/notebooks");
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "runner 文字 "));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function copy(name: string): Promise<string> {
  const file = path.join(folder, `${name}.ipynb`);
  await copyFile(path.join(fixtures, `${name}.ipynb`), file);
  return file;
}

const run = (file: string, options = {}) => runNotebooks([file], { root: folder, startSession, ...options });

describe("--write", () => {
  test("makes a notebook whose outputs differed pass, and changes nothing but outputs", async () => {
    const file = await copy("output-differs");
    const before = await readFile(file, "utf8");
    expect((await run(file, { write: true })).exitCode).toBe(0);
    expect(await readFile(file, "utf8")).toBe(before.replace('"old\\n"', '"new\\n"'));
    expect((await run(file)).exitCode).toBe(0);
  });

  test("replaces the parts of the metadata that it is given, and keeps the rest", async () => {
    const file = await copy("output-differs");
    const { metadata: before } = JSON.parse(await readFile(file, "utf8")) as { metadata: object };
    const language_info = { name: "typescript", version: "9.9.9" };
    await run(file, { write: true, metadata: { language_info } });
    expect(JSON.parse(await readFile(file, "utf8"))).toMatchObject({ metadata: { ...before, language_info } });
  });

  test("writes the same bytes again when it is run again", async () => {
    const file = await copy("raises-as-tagged");
    await run(file, { write: true });
    const once = await readFile(file, "utf8");
    const { notebooks } = await run(file, { write: true });
    expect(await readFile(file, "utf8")).toBe(once);
    expect(notebooks[0]!.written).toBe(false);
  });

  test.each(["throws", "type-error", "prints-to-stderr", "tagged-but-does-not-raise", "claim-fails", "exits"])(
    "leaves a notebook alone that fails: %s",
    async (name) => {
      const file = await copy(name);
      const before = await readFile(file);
      expect((await run(file, { write: true })).exitCode).not.toBe(0);
      expect(await readFile(file)).toEqual(before);
      expect(await readdir(folder)).toEqual([`${name}.ipynb`]);
    },
  );

  test("never overwrites what was typed while the notebook ran", async () => {
    const file = await copy("output-differs");
    const edited = `${await readFile(file, "utf8")} `;
    const report = await runNotebooks([file], {
      root: folder,
      write: true,
      async startSession(options) {
        await writeFile(file, edited);
        return startSession(options);
      },
    });
    expect(report.exitCode).toBe(failures["changed-meanwhile"][0]);
    expect(await readFile(file, "utf8")).toBe(edited);
  });
});

describe("a seed shift", () => {
  test("does not compare outputs, but holds claims to account", async () => {
    expect((await run(await copy("output-differs"), { seedShift: 1 })).exitCode).toBe(0);
    expect((await run(await copy("claim-fails"), { seedShift: 1 })).exitCode).toBe(failures.claim[0]);
  });
});

describe("a change in a library", () => {
  test("is never hidden: the notebook that imports it is red at once", async () => {
    const file = await copy("output-differs");
    const source = ['import { word } from "./word.ts";\n', "console.log(word);"];
    await writeFile(
      file,
      JSON.stringify({
        ...JSON.parse(await readFile(file, "utf8")),
        cells: [{ cell_type: "code", id: "a", metadata: {}, source, outputs: [], execution_count: null }],
      }),
    );
    await writeFile(path.join(folder, "word.ts"), 'export const word = "first";\n');
    expect((await run(file, { write: true })).exitCode).toBe(0);
    expect((await run(file)).exitCode).toBe(0);
    await writeFile(path.join(folder, "word.ts"), 'export const word = "second";\n');
    expect((await run(file)).exitCode).toBe(failures.differs[0]);
  });
});

describe("findNotebooks", () => {
  test("finds by number, by path and by folder, each once, and says what there is when it finds none", async () => {
    const file = await copy("throws");
    expect(findNotebooks([file, folder, "throws.ipynb"], { root, cwd: folder })).toEqual([file]);
    expect(() => findNotebooks(["no.ipynb"], { root })).toThrow(
      "expected a number or a path that exists, got no.ipynb",
    );
    expect(() => findNotebooks(["97"], { root })).toThrow(/expected the number of one of notebooks\/ \(.*\), got 97/);
    expect(() => findNotebooks([], { root: folder })).toThrow("at least one .ipynb file");
  });
});

describe("npm run notebooks", () => {
  const script = path.join(root, "scripts/notebooks.ts");

  function start(...args: string[]) {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: folder,
      env: { ...process.env, INIT_CWD: folder },
    });
    let output = "";
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    const ended = new Promise<{ code: number | null; output: string }>((resolve) =>
      child.on("close", (code) => resolve({ code, output })),
    );
    return { child, ended, output: () => output };
  }

  test("says in --help what each exit code means", async () => {
    const { code, output } = await start("--help").ended;
    expect(code).toBe(0);
    for (const [number, meaning] of Object.values(failures)) expect(output).toContain(`${number}  ${meaning}`);
  });

  test("ends with the code of bad usage for an unknown option, a bad number and a missing file", async () => {
    for (const args of [["--no-such"], ["--jobs", "many"], ["missing.ipynb"]])
      expect((await start(...args).ended).code).toBe(exitCodes.usage);
  });

  test("refuses options that would be left without effect", async () => {
    await copy("claim-holds");
    for (const [args, message] of [
      [["--write", "--seed-shift", "1"], "--write: expected no --seed-shift beside it, got 1"],
      [["--out", "pages"], "--out: expected --html beside it, got pages alone"],
    ] as const) {
      const { code, output } = await start(...args, "claim-holds.ipynb").ended;
      expect(code).toBe(exitCodes.usage);
      expect(output.trim()).toBe(message);
    }
  });

  test("does not call a notebook passed that Ctrl-C kept from running", async () => {
    await copy("forever-sync");
    await copy("claim-holds");
    const { child, ended, output } = start("forever-sync.ipynb", "claim-holds.ipynb");
    await expect.poll(output, { timeout: 20_000 }).toContain("cell 1 of 2, 2 s");
    child.kill("SIGINT");
    const { code } = await ended;
    expect(code).toBe(exitCodes.interrupted);
    expect(output()).toContain("claim-holds.ipynb: died: was interrupted before its end");
    expect(output()).toContain("notebooks: 0 passed, 2 failed");
  });

  test("prints the diff of an output and ends with its code", async () => {
    await copy("output-differs");
    const { code, output } = await start("output-differs.ipynb").ended;
    expect(code).toBe(failures.differs[0]);
    expect(output).toContain("- old");
    expect(output).toContain("+ new");
  });

  test("names the cell that takes long, and on Ctrl-C ends with 130 and leaves the file whole", async () => {
    const file = await copy("forever-sync");
    const before = await readFile(file);
    const { child, ended, output } = start("--write", "forever-sync.ipynb");
    await expect.poll(output, { timeout: 20_000 }).toContain("cell 1 of 2, 2 s");
    child.kill("SIGINT");
    expect((await ended).code).toBe(exitCodes.interrupted);
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(folder)).toEqual(["forever-sync.ipynb"]);
  });
});
