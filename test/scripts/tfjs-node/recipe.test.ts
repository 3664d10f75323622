import { describe, expect, test } from "vitest";
import { compileCommand } from "../../../scripts/tfjs-node/build.ts";
import { failureOf } from "../../../scripts/tfjs-node/failure.ts";
import { findTools, recipeFor } from "../../../scripts/tfjs-node/recipe.ts";

/** A machine on which just these programs run. */
const machine =
  (...programs: string[]) =>
  (command: readonly string[]): boolean =>
    programs.some((program) => command.join(" ").startsWith(`${program} `));

describe("tools", () => {
  test("are the first of each kind that runs", () => {
    expect(findTools({}, machine("c++", "g++", "unzip", "python3 -m pip", "pip"))).toEqual({
      compiler: ["g++"],
      unzip: ["unzip"],
      pip: ["python3", "-m", "pip"],
    });
    expect(findTools({}, machine("clang++", "unzip", "uvx pip")).pip).toEqual(["uvx", "pip"]);
  });

  test("that are missing are all named, with how to get them", () => {
    expect(() => findTools({}, machine("python3 --version"))).toThrow(
      /^Missing: a C\+\+ compiler .*apt install g\+\+\); unzip .*; pip or uv, .*\.$/,
    );
    expect(() => findTools({}, machine("g++", "unzip"))).toThrow(/^Missing: pip or uv[^;]*$/);
  });

  test("CXX names the compiler, and no other is taken in its place", () => {
    expect(findTools({ CXX: "clang++-19" }, machine("clang++-19", "g++", "unzip", "pip")).compiler).toEqual([
      "clang++-19",
    ]);
    expect(() => findTools({ CXX: "clang++-19" }, machine("g++", "unzip", "pip"))).toThrow("clang++-19");
  });
});

describe("a platform", () => {
  test.each(["win32-x64", "darwin-x64", "linux-ppc64"])("%s has no C++ library", (platform) => {
    expect(() => recipeFor(platform)).toThrow(`linux-x64, linux-arm64, darwin-arm64 only, and this is ${platform}`);
  });

  test.each([
    ["linux-x64", "-Wl,-rpath,$ORIGIN/../../deps/lib"],
    ["linux-arm64", "-Wl,-rpath,$ORIGIN/../../deps/lib"],
    ["darwin-arm64", "-Wl,-rpath,@loader_path/../../deps/lib"],
  ])("%s: the addon finds its library wherever the folder is moved", (platform, rpath) => {
    const command = compileCommand({ recipe: recipeFor(platform), compiler: ["c++"], staging: "/a folder" });
    expect(command).toContain(rpath);
    expect(command.filter((word) => word.startsWith("deps/lib/"))).toHaveLength(2);
    expect(command).toContain("-I/a folder/wheel/tensorflow/include");
  });
});

describe("a step that fails", () => {
  test.each([
    ["npm error code ENOTFOUND\nnpm error network", /registry cannot be reached/],
    [
      "WARNING: Retrying\nERROR: No matching distribution found for tensorflow-cpu==2.18.1",
      /registry cannot be reached/,
    ],
    ["ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", /not the one that was published/],
    ["write error (disk full?)  No space left on device", /disk is full/],
    ["EACCES: permission denied, mkdir", /cannot be written/],
  ])("in a known way is told in a sentence: %s", (output, sentence) => {
    const { message } = failureOf("step", { exitCode: 1, output });
    expect(message).toMatch(sentence);
    expect(message).toMatch(/then run the command again\.$/);
  });

  test("in an unknown way is told in its program's last lines", () => {
    const output = Array.from({ length: 100 }, (_, i) => `line ${i}`).join("\n");
    const { message } = failureOf("compile the addon", { exitCode: 2, output });
    expect(message.split("\n")).toHaveLength(16);
    expect(message).toMatch(/line 99\ncompile the addon failed \(exit code 2\)\.$/);
  });
});
