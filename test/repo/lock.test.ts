import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { readJson, root } from "./files.ts";
import { hostProblems, integrityProblems, missingBinaries, pinProblems, scriptProblems } from "./lock.ts";
import type { Lock, Manifest } from "./lock.ts";

const lock = readJson<Lock>("package-lock.json");
const manifest = readJson<Manifest & { dependencies: Record<string, string> }>("package.json");

describe("package-lock.json", () => {
  test("holds every platform's binary of every native dependency", () => {
    const native = Object.values(lock.packages).filter(({ optionalDependencies }) => optionalDependencies);
    expect(native.length).toBeGreaterThan(5);
    expect(missingBinaries(lock)).toEqual([]);
  });

  test("holds the exact versions that package.json names", () => {
    expect(pinProblems(lock, manifest)).toEqual([]);
  });

  test("names no host, and vouches for every package by its hash", () => {
    expect(hostProblems(lock)).toEqual([]);
    expect(integrityProblems(lock)).toEqual([]);
  });

  test("has no package whose install script is not decided about in allowScripts", () => {
    expect(scriptProblems(lock, manifest)).toEqual([]);
  });
});

describe("the tools that run are the ones that are pinned", () => {
  const bin = path.join(root, "node_modules", "node", "bin", process.platform === "win32" ? "node.exe" : "node");

  test("Node, wherever npm has a binary for this platform", () => {
    if (existsSync(bin)) expect(process.version).toBe(`v${manifest.dependencies["node"]}`);
    else expect(Number(process.versions.node.split(".")[0])).toBeGreaterThanOrEqual(24);
  });

  test("TypeScript 7, not the compiler that tslab brings", () => {
    const tsc = path.join(root, "node_modules", "typescript", "bin", "tsc");
    const said = execFileSync(process.execPath, [tsc, "--version"], { encoding: "utf8" });
    expect(said.trim()).toBe(`Version ${manifest.dependencies["typescript"]}`);
    expect(said).toMatch(/^Version 7\./);
  });
});

describe("the rules see", () => {
  const native = { version: "1.0.0", optionalDependencies: { "a-linux": "1.0.0", "a-mac": "1.0.0" } };

  test("a binary of one platform that is not in the lock", () => {
    const packages = { "node_modules/a": native, "node_modules/a-linux": { version: "1.0.0" } };
    expect(missingBinaries({ packages })).toEqual(["node_modules/a: a-mac 1.0.0 is not in the lock"]);
  });

  test("a binary of another version, and takes the nearer of two", () => {
    const packages = {
      "node_modules/b/node_modules/a": native,
      "node_modules/a-linux": { version: "2.0.0" },
      "node_modules/b/node_modules/a-linux": { version: "1.0.0" },
      "node_modules/a-mac": { version: "2.0.0" },
    };
    expect(missingBinaries({ packages })).toHaveLength(1);
  });

  test("a binary that lies inside its own package", () => {
    const packages = {
      "node_modules/@s/a": native,
      "node_modules/@s/a/node_modules/a-linux": { version: "1.0.0" },
      "node_modules/a-mac": { version: "1.0.0" },
    };
    expect(missingBinaries({ packages })).toEqual([]);
  });

  test("an install script nobody decided about, and a decision about none", () => {
    const packages = { "node_modules/x/node_modules/@s/a": { hasInstallScript: true } };
    expect(scriptProblems({ packages }, {})).toHaveLength(1);
    expect(scriptProblems({ packages }, { allowScripts: { "@s/a": false } })).toEqual([]);
    expect(scriptProblems({ packages }, { allowScripts: { "@s/a": false, b: true } })).toHaveLength(1);
  });

  test.each(["^1.0.0", "~1.0.0", "*", "latest", "1", "1.0", ">=1.0.0", "1.0.0 || 2.0.0", ""])(
    "that %j is not one version",
    (range) => {
      const packages = { "node_modules/a": { version: "1.0.0" } };
      expect(pinProblems({ packages }, { dependencies: { a: range } })).toHaveLength(1);
      expect(pinProblems({ packages }, { devDependencies: { a: "1.0.0" } })).toEqual([]);
    },
  );

  test("a lock that is behind package.json", () => {
    const packages = { "node_modules/a": { version: "1.0.0" } };
    expect(pinProblems({ packages }, { dependencies: { a: "1.0.1", b: "1.0.0" } })).toHaveLength(2);
  });

  test("a host, and a missing hash", () => {
    const packages = { "": {}, "node_modules/a": { resolved: "https://example.org/a.tgz" } };
    expect(hostProblems({ packages })).toHaveLength(1);
    expect(integrityProblems({ packages })).toHaveLength(1);
  });
});
