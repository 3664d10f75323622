/** Packing, on a copy of the kernel's sources: what starts is up to date whatever happens to sources and pack. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { text } from "node:stream/consumers";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { probeKernel } from "../../lib/kernel/index.ts";

const root = path.resolve(import.meta.dirname, "../..");
let project: string;
let packs: string;

beforeAll(() => {
  project = mkdtempSync(path.join(os.tmpdir(), "pack 課程 "));
  packs = path.join(project, ".cache", "kernel");
  cpSync(path.join(root, "lib"), path.join(project, "lib"), { recursive: true });
  cpSync(path.join(root, "package.json"), path.join(project, "package.json"));
  symlinkSync(path.join(root, "node_modules"), path.join(project, "node_modules"), "junction");
});
beforeEach(() => rmSync(packs, { recursive: true, force: true }));
afterAll(() => rmSync(project, { recursive: true, force: true }));

/** What an expression over the copy's `packKernel` and `freshPack` gives, in a process of its own. */
async function said(expression: string): Promise<string> {
  const from = (file: string): string => JSON.stringify(pathToFileURL(path.join(project, "lib/kernel", file)).href);
  const program = `import { packKernel } from ${from("pack.ts")}; import { freshPack } from ${from("packed.ts")};
    process.stdout.write(String(await (${expression})));`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], { cwd: project });
  const [out, problems] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  expect(problems.replaceAll(/^.*ExperimentalWarning.*$|^\(Use `node --trace-warnings.*$/gmu, "").trim()).toBe("");
  return out;
}

/** The program that cells run in when the copy's kernel is started. */
async function startedProgram(): Promise<string> {
  const argv = [process.execPath, path.join(project, "lib/kernel/main.ts"), "{connection_file}"];
  const probed = await probeKernel({ argv, expression: "process.argv[1]", timeoutMs: 20_000 });
  return "text" in probed ? path.basename(probed.text.replaceAll("'", "")) : probed.failure;
}

const current = (): { folder: string } => JSON.parse(readFileSync(path.join(packs, "current.json"), "utf8"));

test("a kernel that was packed runs packed, and one that was not, or has changed since, runs from its sources", async () => {
  expect(await startedProgram()).toBe("main.ts");
  expect(await said("packKernel()")).toBe("true");
  expect(await said("packKernel()")).toBe("false");
  expect(await startedProgram()).toBe("session-child-main.mjs");

  appendFileSync(path.join(project, "lib/session/child/console.ts"), "\n// changed\nexport const changed = 1;\n");
  expect(await startedProgram()).toBe("main.ts");
  expect(await said("packKernel()")).toBe("true");
  expect(await startedProgram()).toBe("session-child-main.mjs");
});

test("a kernel that had to run from its sources packs them, and keeps no process of the packer's", async () => {
  // what would happen after ten seconds happens at once
  const soon = `const { setTimeout } = globalThis;
    globalThis.setTimeout = (call, ms, ...more) => setTimeout(call, ms === 10000 ? 0 : ms, ...more);`;
  const main = path.join(project, "lib/kernel/main.ts");
  const argv = [process.execPath, "--import", `data:text/javascript,${encodeURIComponent(soon)}`, main];
  const expression = `await (async () => {
    const [{ existsSync }, { execFileSync }] = await Promise.all([import("node:fs"), import("node:child_process")]);
    const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
    while (!existsSync(${JSON.stringify(path.join(packs, "current.json"))})) await sleep(20);
    await sleep(300);
    if (process.platform === "win32") return "";
    const all = execFileSync("ps", ["-A", "-o", "ppid=,args="], { encoding: "utf8" }).split("\\n");
    return all.filter((line) => line.trim().startsWith(process.ppid + " ") && /esbuild.*--service/.test(line)).join();
  })()`;
  const probed = await probeKernel({ argv: [...argv, "{connection_file}"], expression, timeoutMs: 20_000 });
  expect("text" in probed ? probed.text : probed.failure).toBe("''");
  expect(await startedProgram()).toBe("session-child-main.mjs");
});

test("a source that changed its date only, or is gone, counts as changed", async () => {
  await said("packKernel()");
  const file = path.join(project, "lib/core/rng.ts");
  utimesSync(path.join(project, "lib/core/check.ts"), new Date(), new Date(2020, 1, 1));
  expect(await said("freshPack()")).toBe("undefined");
  await said("packKernel()");
  expect(await said("freshPack()")).toMatch(/^file:.*kernel-serve\.mjs$/u);
  const kept = readFileSync(file);
  rmSync(file);
  // the barrel names it, so nothing can be packed and nothing runs, which is for whoever removed it to see
  expect(await said("freshPack()")).toBe("undefined");
  writeFileSync(file, kept);
});

test.each([
  ["a program cut short", (pack: string) => truncateSync(path.join(pack, "session-child-main.mjs"), 1000)],
  ["a program that is gone", (pack: string) => rmSync(path.join(pack, "compiler-thread.mjs"))],
  ["a pack that is gone", (pack: string) => rmSync(pack, { recursive: true })],
  ["a note that is no JSON", () => writeFileSync(path.join(packs, "current.json"), '{"folder":')],
  ["a note that says nothing", () => writeFileSync(path.join(packs, "current.json"), "{}")],
  [
    "a note of a program that is not there",
    () => {
      const note = { ...current(), program: "kernel-gone.mjs", inputs: [], outputs: [] };
      writeFileSync(path.join(packs, "current.json"), JSON.stringify(note));
    },
  ],
])("%s is not used, and made again", async (_, damage) => {
  await said("packKernel()");
  damage(path.join(packs, current().folder));
  expect(await said("freshPack()")).toBe("undefined");
  expect(await said("packKernel()")).toBe("true");
  expect(await startedProgram()).toBe("session-child-main.mjs");
});

test("a damaged pack stays beside its repair, since another process may run from it or repair it, too", async () => {
  await said("packKernel()");
  const { folder } = current();
  truncateSync(path.join(packs, folder, "compiler-thread.mjs"), 1000);
  await said("packKernel()");
  expect(readdirSync(packs).toSorted()).toEqual([folder, current().folder, "current.json"].toSorted());
  expect(current().folder).not.toBe(folder);
  expect(await startedProgram()).toBe("session-child-main.mjs");
});

test("what a tsconfig.json says is as much to the pack as to the sources: nothing", async () => {
  await said("packKernel()");
  const { folder } = current();
  rmSync(packs, { recursive: true });
  const file = path.join(project, "tsconfig.json");
  writeFileSync(
    file,
    '{ "compilerOptions": { "useDefineForClassFields": false, "paths": { "esbuild": ["./none"] } } }',
  );
  await said("packKernel()");
  expect(current().folder).toBe(folder);
  rmSync(packs, { recursive: true });
  writeFileSync(file, '{ "compilerOptions": {');
  expect(await said("packKernel()")).toBe("true");
  rmSync(file);
});

test("where the project was moved, it is packed again", async () => {
  await said("packKernel()");
  const before = project;
  project = `${before} moved`;
  renameSync(before, project);
  packs = path.join(project, ".cache", "kernel");
  expect(await startedProgram()).toBe("main.ts");
  expect(await said("packKernel()")).toBe("true");
  expect(await startedProgram()).toBe("session-child-main.mjs");
});

test("when the pack is removed under a kernel that runs from it, the cell says to restart the kernel", async () => {
  await said("packKernel()");
  const argv = [process.execPath, path.join(project, "lib/kernel/main.ts"), "{connection_file}"];
  const expression = `(await import("node:fs")).rmSync(${JSON.stringify(packs)}, { recursive: true }), process.exit(1)`;
  const probed = await probeKernel({ argv, expression, timeoutMs: 20_000 });
  expect(probed).toEqual({ failure: expect.stringContaining("restart the kernel") });
});

test("packed three times at once, it is whole, and nothing else is left", async () => {
  const all = await Promise.all(Array.from({ length: 3 }, () => said("Promise.all([packKernel(), packKernel()])")));
  expect(all.every((each) => /^(?:true|false),(?:true|false)$/u.test(each))).toBe(true);
  expect(readdirSync(packs).toSorted()).toEqual([current().folder, "current.json"].toSorted());
  expect(await startedProgram()).toBe("session-child-main.mjs");
});

test("packs of long ago are removed, and newer ones stay for kernels that still run", async () => {
  const old = path.join(packs, "0123456789abcdef");
  const newer = path.join(packs, "fedcba9876543210");
  for (const folder of [old, newer]) mkdirSync(folder, { recursive: true });
  utimesSync(old, new Date(), new Date(2020, 1, 1));
  await said("packKernel()");
  expect(readdirSync(packs)).toEqual(expect.arrayContaining([path.basename(newer)]));
  expect(readdirSync(packs)).not.toContain(path.basename(old));
});

test("a pack that was made long ago stays when another one takes its place, for kernels that run from it", async () => {
  await said("packKernel()");
  const first = current().folder;
  utimesSync(path.join(packs, first), new Date(), new Date(2020, 1, 1));
  appendFileSync(path.join(project, "lib/kernel/serve.ts"), "\nexport const changedAgain = 1;\n");
  await said("packKernel()");
  expect(readdirSync(packs).toSorted()).toEqual([first, current().folder, "current.json"].toSorted());
});

test("a folder of packs that is a link to elsewhere is not used: programs there find no packages", async () => {
  const elsewhere = mkdtempSync(path.join(os.tmpdir(), "packs-"));
  mkdirSync(path.dirname(packs), { recursive: true });
  symlinkSync(elsewhere, packs, "junction");
  try {
    expect(await said("packKernel().catch(({ message }) => message)")).toMatch(/^packKernel: expected .* got a link$/u);
    expect(await startedProgram()).toBe("main.ts");
  } finally {
    rmSync(elsewhere, { recursive: true });
  }
});

test("on a full disk, packing says so and leaves nothing behind", async () => {
  const full = `import("node:fs").then(async ({ default: fs }) => {
    const { syncBuiltinESMExports } = await import("node:module");
    const { writeFileSync } = fs;
    let left = 2;
    fs.writeFileSync = (file, text, options) => {
      if (left-- > 0) return writeFileSync(file, text, options);
      throw new Error("no space left on device");
    };
    syncBuiltinESMExports();
    return packKernel().catch(({ message }) => message);
  })`;
  expect(await said(full)).toBe("no space left on device");
  expect(readdirSync(packs)).toEqual([]);
});

test("where nothing can be written, packing says so and the kernel runs from its sources", async () => {
  mkdirSync(path.dirname(packs), { recursive: true });
  writeFileSync(packs, "a file in the way");
  expect(await said("packKernel().catch(({ message }) => message)")).toMatch(/kernel/u);
  expect(await startedProgram()).toBe("main.ts");
});
