/** What a student is told when Python is missing, old or incomplete, with stand-ins for Python that fail as it does. */
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ensureEnvironment } from "../../lib/lab/environment.ts";
import { labPaths } from "../../lib/lab/paths.ts";

let project: string;
beforeEach(() => {
  project = mkdtempSync(path.join(os.tmpdir(), "lab 課程 "));
});
afterEach(() => rmSync(project, { recursive: true, force: true }));

/** A program `name` on a PATH with nothing else: `version` for the probe, `script` for the rest. */
function fakePython(name: string, { version, script = "" }: { version: string; script?: string }): NodeJS.ProcessEnv {
  const folder = path.join(project, "bin");
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, name);
  const program = `${file}.cjs`;
  const body = `const python = ${JSON.stringify(file)};
const args = process.argv.slice(2);
if (args[0] === "-c") { console.log("${version}\\n" + python); process.exit(0); }
const fail = (text) => { console.error(text); process.exit(1); };
${script}`;
  writeFileSync(program, body);
  // a first line naming Node itself could not hold a path with a space
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(file, 0o755);
  return { PATH: folder };
}

async function failure(env: NodeJS.ProcessEnv): Promise<string> {
  const paths = labPaths(project);
  const error = await ensureEnvironment(paths, { say: () => {}, env }).then(
    () => undefined,
    (reason: unknown) => reason as Error,
  );
  expect(error?.name).toBe("LabError");
  expect(existsSync(paths.stamp)).toBe(false);
  expect(error!.message, "the ways without Python").toMatch(
    /npm run kernel -- install[^]*npm run notebooks -- 01 --html/,
  );
  return error!.message.split("\n")[0]!;
}

describe("one sentence says what to do", () => {
  test("without Python", async () => {
    expect(await failure({ PATH: project })).toMatch(/^Python was not found: install Python 3\.10 or newer/);
  });

  test("when PYTHON names nothing that runs", async () => {
    expect(await failure({ PATH: project, PYTHON: "/no/python" })).toMatch(/^PYTHON=\/no\/python does not run/);
  });

  test.each(["2.7", "3.9"])("when Python is %s", async (version) => {
    expect(await failure(fakePython("python3", { version }))).toMatch(`Python ${version} is too old`);
  });

  test("an old python3 does not hide a newer python", async () => {
    fakePython("python3", { version: "3.8" });
    const env = fakePython("python", { version: "3.13", script: `fail("No space left on device");` });
    expect(await failure(env)).toMatch("The disk is full");
  });

  // Debian's and CPython's own words
  test.each([
    ["The virtual environment was not created successfully because ensurepip is not\navailable.", "python3-venv"],
    ["/usr/bin/python3: No module named venv", "python3-venv"],
    ["Error: [Errno 13] Permission denied: '/course/.venv'", "check who owns"],
    ["Error: [Errno 28] No space left on device", "The disk is full"],
  ])("when venv says %j", async (words, remedy) => {
    const script = `fail(${JSON.stringify(words)});`;
    expect(await failure(fakePython("python3", { version: "3.12", script }))).toMatch(remedy);
  });

  // pip's own words, shortened
  test.each([
    ["/course/.venv/bin/python: No module named pip", "python3-pip"],
    [
      "WARNING: Retrying after connection broken by 'NewConnectionError(... Temporary failure in name resolution')'",
      "connect to the internet",
    ],
    [
      "ERROR: Could not find a version that satisfies the requirement\nERROR: No matching distribution found for pyzmq==27.3.0",
      "CPython 3.10",
    ],
    ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "came damaged"],
  ])("when pip says %j", async (words, remedy) => {
    const script = `
      if (args[1] === "pip") fail(${JSON.stringify(words)});
      const fs = require("fs"), path = require("path"), bin = path.join(args.at(-1), "bin");
      fs.mkdirSync(bin, { recursive: true });
      fs.symlinkSync(python, path.join(bin, "python"));`;
    expect(await failure(fakePython("python3", { version: "3.12", script }))).toMatch(remedy);
  });
});

test("an environment is made once, and again when its Python is gone", async () => {
  const script = `
    const fs = require("fs"), path = require("path");
    fs.appendFileSync(${JSON.stringify(path.join(project, "log"))}, args[1] + "\\n");
    if (args[1] !== "venv") process.exit(0);
    const bin = path.join(args.at(-1), "bin");
    fs.rmSync(bin, { recursive: true, force: true });
    fs.mkdirSync(bin, { recursive: true });
    fs.symlinkSync(python, path.join(bin, "python"));`;
  const env = fakePython("python3", { version: "3.12", script });
  const said: string[] = [];
  const ensure = (): Promise<void> => ensureEnvironment(labPaths(project), { say: (line) => said.push(line), env });
  await ensure();
  await ensure();
  expect(said).toHaveLength(1);
  rmSync(labPaths(project).python);
  await ensure();
  expect(said).toHaveLength(2);
});
