import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { diagnose } from "../../lib/lab/doctor.ts";
import { kernelDir, readKernelSpec, removeKernelSpec, userDataDir, writeKernelSpec } from "../../lib/lab/kernelspec.ts";

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(path.join(os.tmpdir(), "specs 課程 "));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const main = path.join(import.meta.dirname, "../../lib/kernel/main.ts");
const ours = { argv: [process.execPath, "--disable-warning=ExperimentalWarning", main, "{connection_file}"] };
const foreign = { argv: ["tslab", "kernel", "--config-path", "{connection_file}"] };

function plant(text: string): void {
  mkdirSync(kernelDir(dataDir), { recursive: true });
  writeFileSync(path.join(kernelDir(dataDir), "kernel.json"), text);
}

describe("a kernelspec", () => {
  test("is read back as written, written over itself, and removed", () => {
    writeKernelSpec(ours, { dataDir });
    writeKernelSpec(ours, { dataDir });
    expect(readKernelSpec(dataDir)).toEqual(ours);
    expect([removeKernelSpec({ dataDir }), removeKernelSpec({ dataDir })]).toEqual([true, false]);
  });

  test("of another name stands beside it", () => {
    writeKernelSpec(ours, { dataDir });
    writeKernelSpec({ argv: [...ours.argv, "--javascript"] }, { dataDir, name: "jslab" });
    expect(removeKernelSpec({ dataDir, name: "jslab" })).toBe(true);
    expect([readKernelSpec(dataDir), readKernelSpec(dataDir, "jslab")]).toEqual([ours, undefined]);
  });

  test.each([JSON.stringify(foreign), "{", "null", '{"argv":3}'])(
    "of another program (%s) is kept unless forced",
    (text) => {
      plant(text);
      expect(() => writeKernelSpec(ours, { dataDir })).toThrow("--force");
      expect(() => removeKernelSpec({ dataDir })).toThrow("kept");
      expect(readFileSync(path.join(kernelDir(dataDir), "kernel.json"), "utf8")).toBe(text);
      writeKernelSpec(ours, { dataDir, force: true });
      expect(readKernelSpec(dataDir)).toEqual(ours);
    },
  );
});

// from Jupyter's documentation, "Common directories and file locations", data files
test.each([
  ["linux", {}, "/h/.local/share/jupyter"],
  ["linux", { XDG_DATA_HOME: "/x" }, "/x/jupyter"],
  ["darwin", {}, "/h/Library/Jupyter"],
  ["win32", { APPDATA: "/a" }, "/a/jupyter"],
  ["linux", { JUPYTER_DATA_DIR: "/j" }, "/j"],
] as const)("the user's data folder on %s with %j is %s", (platform, env, expected) => {
  expect(userDataDir({ platform, env, home: "/h" })).toBe(path.normalize(expected));
});

function remedies(): (string | undefined)[] {
  return diagnose(ours, { dataDir }).map(({ remedy }) => remedy);
}

describe("the doctor", () => {
  test("says that there is none", () => {
    expect(remedies()).toEqual(["npm run kernel -- install"]);
  });

  test("finds nothing wrong with a kernel that starts", () => {
    writeKernelSpec(ours, { dataDir });
    expect(remedies()).toEqual([undefined, undefined]);
  });

  test("names what is gone when the folder was moved", () => {
    writeKernelSpec({ argv: ["/gone/node", "/gone/lib/kernel/main.ts", "{connection_file}"] }, { dataDir });
    expect(
      diagnose(ours, { dataDir })
        .map(({ what }) => what)
        .join("\n"),
    ).toMatch(/\/gone\/node.*\n.*main\.ts, which is gone/);
  });

  test("tells another program's kernel from the course's", () => {
    plant(JSON.stringify(foreign));
    expect(remedies()).toEqual(["npm run kernel -- install --force"]);
  });
});
