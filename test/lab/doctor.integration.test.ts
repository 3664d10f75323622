/** What the doctor says of kernels that are installed well, badly, or not; the starting itself is lib/kernel's. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { askJupyter } from "../../lib/lab/doctor-jupyter.ts";
import { diagnose } from "../../lib/lab/doctor.ts";
import type { Finding, Probed } from "../../lib/lab/doctor.ts";
import { kernelDir, writeKernelSpec } from "../../lib/lab/kernelspec.ts";

let folder: string;
let dataDir: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), "doctor 課程 "));
  dataDir = path.join(folder, "data");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const main = path.join(import.meta.dirname, "../../lib/kernel/main.ts");
const ours = { argv: [process.execPath, main, "{connection_file}"] };
const foreign = { argv: ["tslab", "kernel", "{connection_file}"] };
const works: Probed = { text: "2", timeMs: 640 };

function examine({ probed = works, env = {} }: { probed?: Probed; env?: NodeJS.ProcessEnv } = {}): Promise<Finding[]> {
  const home = { JUPYTER_DATA_DIR: path.join(folder, "user"), ...env };
  return diagnose(ours, { dataDir, probe: async () => probed, env: home });
}

function plant(text: string): void {
  mkdirSync(kernelDir(dataDir), { recursive: true });
  writeFileSync(path.join(kernelDir(dataDir), "kernel.json"), text);
}

describe("the doctor", () => {
  test("finds nothing wrong with a kernel that works, and says how long it took", async () => {
    writeKernelSpec(ours, { dataDir });
    const findings = await examine();
    expect(findings.map(({ remedy }) => remedy)).toEqual([undefined, undefined]);
    expect(findings.at(-1)!.what).toBe("It starts, and worked out 1 + 1 after 0.6 s.");
  });

  test("says that there is none", async () => {
    expect(await examine()).toEqual([
      { what: `No kernel in ${kernelDir(dataDir)}.`, remedy: "npm run kernel -- install" },
    ]);
  });

  test.each<[string, string, RegExp]>([
    ["another program's", JSON.stringify(foreign), /is another program's/],
    ["cut short", '{ "argv": [', /kernel\.json that cannot be read/],
    ["without a command", "{}", /kernel\.json that cannot be read/],
  ])("tells a kernel.json that is %s, and that --force replaces it", async (_, text, what) => {
    plant(text);
    const findings = await examine();
    expect(findings).toHaveLength(1);
    expect(findings[0]!.what).toMatch(what);
    expect(findings[0]!.remedy).toBe("npm run kernel -- install --force");
  });

  test("names what is gone when the folder was moved or Node removed, and starts nothing", async () => {
    writeKernelSpec({ argv: ["/gone/node", "/gone/lib/kernel/main.ts", "{connection_file}"] }, { dataDir });
    const findings = await diagnose(ours, { dataDir, probe: () => Promise.reject(new Error("started")) });
    const wrong = findings.filter(({ remedy }) => remedy).map(({ what }) => what);
    expect(wrong).toEqual([expect.stringContaining("/gone/node"), expect.stringContaining("/gone/lib/kernel/main.ts")]);
  });

  test("tells another copy of the course, and another version, from this one", async () => {
    const copy = path.join(folder, "lib", "kernel", "main.ts");
    mkdirSync(path.dirname(copy), { recursive: true });
    writeFileSync(copy, "");
    writeKernelSpec({ argv: ours.argv.with(1, copy) }, { dataDir });
    expect((await examine())[1]!.what).toBe(`It starts ${copy}, not this copy of the course.`);
    writeKernelSpec({ argv: ours.argv.toSpliced(1, 0, "--flag") }, { dataDir });
    expect((await examine())[1]!.what).toMatch("in another way");
  });

  test("says that a cache which cannot be written costs time, and which folder it is", async () => {
    const cache = path.join(folder, "file", "cache");
    writeFileSync(path.dirname(cache), "");
    writeKernelSpec({ ...ours, env: { NODE_COMPILE_CACHE: cache } }, { dataDir });
    const findings = await examine();
    expect(findings.map(({ remedy }) => Boolean(remedy))).toEqual([false, true, false]);
    expect(findings[1]!.what).toContain(cache);
  });

  test.each<[Probed, RegExp]>([
    [{ failure: "no answer within 30 s" }, /did not work out 1 \+ 1:\nno answer within 30 s/],
    [{ text: "3", timeMs: 1 }, /says that 1 \+ 1 is 3/],
  ])("says of a kernel that answers %j what is wrong", async (probed, what) => {
    writeKernelSpec(ours, { dataDir });
    const last = (await examine({ probed })).at(-1)!;
    expect(last.what).toMatch(what);
    expect(last.remedy).toBe("npm ci");
  });

  test("warns of another kernel of that name that Jupyter takes first", async () => {
    const first = path.join(folder, "first");
    writeKernelSpec(ours, { dataDir });
    writeKernelSpec(foreign, { dataDir: first });
    const [, warning] = await examine({ env: { JUPYTER_PATH: first } });
    expect(warning!.what).toContain(first);
    expect(warning!.remedy).toContain("JUPYTER_PATH");
    const [, note] = await examine({ env: { JUPYTER_DATA_DIR: first } });
    expect(note).toMatchObject({ isNote: true, what: expect.stringContaining(first) });
  });

  test("does not warn of the same kernel in both places", async () => {
    writeKernelSpec(ours, { dataDir });
    expect(await examine({ env: { JUPYTER_PATH: dataDir, JUPYTER_DATA_DIR: dataDir } })).toHaveLength(2);
  });
});

/** A `jupyter` on a PATH with nothing else, which prints this. */
function fakeJupyter(prints: string, status = 0): NodeJS.ProcessEnv {
  const program = path.join(folder, "jupyter.cjs");
  writeFileSync(program, `process.stdout.write(${JSON.stringify(prints)}); process.exitCode = ${status};`);
  const bin = path.join(folder, "bin");
  mkdirSync(bin, { recursive: true });
  writeFileSync(path.join(bin, "jupyter"), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`);
  chmodSync(path.join(bin, "jupyter"), 0o755);
  return { PATH: bin };
}

const listing = (dir: string): string => JSON.stringify({ kernelspecs: { tslab: { resource_dir: dir, spec: {} } } });

describe("the doctor's question to Jupyter", () => {
  test("is no fault where there is no Jupyter, or one that does not work", () => {
    for (const env of [{ PATH: folder }, fakeJupyter("no module named jupyter", 1)]) {
      const finding = askJupyter({ dataDir }, { env });
      expect(finding).toMatchObject({ isNote: true, what: expect.stringContaining("No jupyter command") });
      expect(finding.remedy).toBe(undefined);
    }
  });

  test("finds the kernel that was installed", () => {
    expect(askJupyter({ dataDir }, { env: fakeJupyter(listing(kernelDir(dataDir))) })).toEqual({
      what: "The jupyter command lists tslab.",
    });
  });

  test("tells a Jupyter that takes the kernel from elsewhere", () => {
    const finding = askJupyter({ dataDir }, { env: fakeJupyter(listing("/elsewhere/tslab")) });
    expect(finding.what).toContain("takes tslab from /elsewhere/tslab");
    expect(finding.remedy).toContain("jupyter kernelspec remove tslab");
  });

  test.each(["{}", "not JSON", '{"kernelspecs":{"python3":{"resource_dir":"/p"}}}'])(
    "tells a Jupyter that does not look there (it prints %s)",
    (prints) => {
      expect(askJupyter({ dataDir }, { env: fakeJupyter(prints) })).toMatchObject({
        isNote: true,
        what: expect.stringContaining("--prefix"),
      });
    },
  );
});
