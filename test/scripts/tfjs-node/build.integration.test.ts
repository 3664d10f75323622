/** The setup of tfjs-node with programs that only pretend: what is there afterwards. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { build } from "../../../scripts/tfjs-node/build.ts";
import { recipeFor } from "../../../scripts/tfjs-node/recipe.ts";
import { emptyFolder } from "../../folders.ts";

/** `node fake.mjs <tool> …` makes what the tool would make; the one in FAILS ends badly, the one in HANGS never. */
const fake = `
  import { mkdirSync, writeFileSync } from "node:fs";
  import path from "node:path";
  const [tool] = process.argv.slice(2);
  const put = (file) => { mkdirSync(path.dirname(file), { recursive: true }); writeFileSync(file, ""); };
  console.log(tool + " at work");
  if (process.env.HANGS === tool) await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (process.env.FAILS === tool) { console.log("it broke"); process.exit(3); }
  if (tool === "npm") for (const name of ["tfjs", "tfjs-core", "tfjs-node"]) put("node_modules/@tensorflow/" + name + "/package.json");
  if (tool === "pip") put("tensorflow.whl");
  if (tool === "unzip") for (const name of ["cc", "framework"]) put("wheel/tensorflow/libtensorflow_" + name + ".so.2");
  if (tool === "compiler") put("lib/napi-v8/tfjs_binding.node");
`;

function prepare({ fails = "", hangs = "" } = {}) {
  const base = emptyFolder("setup 一");
  const program = path.join(base, "fake.mjs");
  writeFileSync(program, fake);
  const tool = (name: string): string[] => [process.execPath, program, name];
  const folder = path.join(base, "tfjs-node");
  const controller = new AbortController();
  const steps: string[] = [];
  const lines: string[] = [];
  const run = (): Promise<void> =>
    build({
      folder,
      recipe: recipeFor("linux-x64"),
      tools: { compiler: tool("compiler"), unzip: tool("unzip"), pip: tool("pip") },
      npm: tool("npm"),
      check: tool("check"),
      env: { ...process.env, FAILS: fails, HANGS: hangs },
      signal: controller.signal,
      progress: {
        start: (step) => void steps.push(step),
        say(line) {
          lines.push(line);
          if (hangs && line.startsWith(hangs)) controller.abort();
        },
        end: () => {},
      },
    });
  return { base, folder, run, steps, lines };
}

/** An older one, which must not be touched before the new one is whole. */
function addOld(folder: string): void {
  mkdirSync(folder);
  writeFileSync(path.join(folder, "old"), "old");
}

test("all steps done, the folder has the addon and its libraries, and no tfjs of its own", async () => {
  const { base, folder, run, steps, lines } = prepare();
  await run();
  expect(readdirSync(base).toSorted()).toEqual(["fake.mjs", "tfjs-node"]);
  expect(readdirSync(folder).toSorted()).toEqual(["node_modules", "package-lock.json", "package.json"]);
  const scope = path.join(folder, "node_modules", "@tensorflow");
  expect(readdirSync(scope)).toEqual(["tfjs-node"]);
  const libraries = readdirSync(path.join(scope, "tfjs-node", "deps", "lib"));
  expect(libraries.toSorted()).toEqual(["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"]);
  expect(existsSync(path.join(scope, "tfjs-node", "lib", "napi-v8", "tfjs_binding.node"))).toBe(true);
  expect(steps).toEqual(["npm ci", "pip download tensorflow-cpu 2.18.1", "unzip", "compile the addon", "try it"]);
  expect(lines.map((line) => line.split(" ")[0])).toEqual(["npm", "pip", "unzip", "compiler", "check"]);
});

test("an older one gives way to a new one", async () => {
  const { base, folder, run } = prepare();
  addOld(folder);
  await run();
  expect(existsSync(path.join(folder, "old"))).toBe(false);
  expect(readdirSync(base).toSorted()).toEqual(["fake.mjs", "tfjs-node"]);
});

describe.each(["npm", "pip", "unzip", "compiler", "check"])("where %s", (tool) => {
  test("fails, its words are told, and nothing has changed", async () => {
    const { base, folder, run } = prepare({ fails: tool });
    addOld(folder);
    await expect(run()).rejects.toThrow(/it broke\n.* failed \(exit code 3\)\.$/);
    expect(readdirSync(base).toSorted()).toEqual(["fake.mjs", "tfjs-node"]);
    expect(readFileSync(path.join(folder, "old"), "utf8")).toBe("old");
  });

  test("is stopped, nothing has changed", async () => {
    const { base, folder, run } = prepare({ hangs: tool });
    addOld(folder);
    await expect(run()).rejects.toThrow(/abort/i);
    expect(readdirSync(base).toSorted()).toEqual(["fake.mjs", "tfjs-node"]);
    expect(readdirSync(folder)).toEqual(["old"]);
  });
});

test("what a killed setup has left is no part of the next one", async () => {
  const { folder, run } = prepare();
  mkdirSync(`${folder}.partial`);
  writeFileSync(path.join(`${folder}.partial`, "stale.whl"), "");
  await run();
  expect(existsSync(path.join(folder, "stale.whl"))).toBe(false);
});
