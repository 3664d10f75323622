/**
 * Builds @tensorflow/tfjs-node in a folder of its own: its packages from npm, its addon from source against the C++
 * library inside TensorFlow's Python package. Nothing is left in the folder unless all of it is there and works.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { runChild } from "../verify/child.ts";
import { failureOf } from "./failure.ts";
import type { Recipe, Tools } from "./recipe.ts";

export interface BuildOptions {
  /** What is made. */
  folder: string;
  recipe: Recipe;
  tools: Tools;
  npm: readonly string[];
  /** What must end well, with the folder as its last word, before it is taken. */
  check: readonly string[];
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  /** Called as a step begins, with what its program last said, and as it ends. */
  progress: Progress;
}

export interface Progress {
  start: (step: string) => void;
  say: (line: string) => void;
  end: () => void;
}

/** The packages of tfjs-node, each in one exact version. */
const packages = path.join(import.meta.dirname, "packages");
const headers = [
  "tensorflow/include/tensorflow/c/*",
  "tensorflow/include/tensorflow/core/platform/ctstring*",
  "tensorflow/include/tsl/platform/*",
  "tensorflow/include/xla/tsl/*",
];

/** @throws {SetupError} If a step fails; the folder is then as it was. */
export async function build({ folder, ...options }: BuildOptions): Promise<void> {
  const staging = `${folder}.partial`;
  // what a killed setup has left
  remove(staging);
  mkdirSync(staging, { recursive: true });
  try {
    await fill(staging, options);
    options.signal.throwIfAborted();
    replace(folder, staging);
  } finally {
    remove(staging);
  }
}

async function fill(
  staging: string,
  { recipe, tools, npm, check, env, signal, progress }: Omit<BuildOptions, "folder">,
) {
  const place = (...names: string[]): string => path.join(staging, ...names);
  async function run(step: string, command: readonly string[], { cwd = staging } = {}): Promise<void> {
    progress.start(step);
    const result = await runChild(command, { cwd, env, signal, onLine: progress.say });
    progress.end();
    signal.throwIfAborted();
    if (result.exitCode !== 0) throw failureOf(step, result);
  }

  for (const name of ["package.json", "package-lock.json"]) copyFileSync(path.join(packages, name), place(name));
  const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  await run("npm ci", [...npm, "ci", `--prefix=${staging}`, ...quiet]);
  removeOwnTfjs(place("node_modules", "@tensorflow"));

  const { wheel, libraries } = recipe;
  writeFileSync(place("wheel.txt"), `${wheel.name}==${wheel.version} --hash=sha256:${wheel.sha256}\n`);
  const forPlatform = ["--only-binary=:all:", "--python-version", "3.11", "--platform", wheel.platform];
  const exact = ["--no-deps", "--require-hashes", "--requirement", "wheel.txt", "--dest", "."];
  await run(`pip download ${wheel.name} ${wheel.version}`, [...tools.pip, "download", ...forPlatform, ...exact]);
  const wheelFile = readdirSync(staging).find((name) => name.endsWith(".whl"))!;
  const members = [...libraries.map((name) => `tensorflow/${name}`), ...headers];
  await run("unzip", [...tools.unzip, "-q", "-o", wheelFile, ...members, "-d", "wheel"]);

  const target = place("node_modules", "@tensorflow", "tfjs-node");
  for (const name of ["deps/lib", "lib/napi-v8"]) mkdirSync(path.join(target, name), { recursive: true });
  for (const name of libraries) renameSync(place("wheel", "tensorflow", name), path.join(target, "deps", "lib", name));
  await run("compile the addon", compileCommand({ recipe, compiler: tools.compiler, staging }), { cwd: target });
  for (const name of ["wheel", "wheel.txt", wheelFile]) remove(place(name));
  await run("try it", [...check, staging]);
}

/** Its place is taken by the project's, so that both have one engine. */
function removeOwnTfjs(scope: string): void {
  for (const name of readdirSync(scope)) if (name !== "tfjs-node") remove(path.join(scope, name));
}

/** To be run in the package's folder. */
export function compileCommand({
  recipe: { libraries, origin, flags },
  compiler,
  staging,
}: {
  recipe: Recipe;
  compiler: readonly string[];
  staging: string;
}): string[] {
  const headersOf = (...names: string[]): string => `-I${path.join(staging, ...names, "include")}`;
  return [
    ...compiler,
    ..."-O2 -std=c++17 -fPIC -shared -w -DNAPI_VERSION=8 -DNODE_GYP_MODULE_NAME=tfjs_binding".split(" "),
    headersOf("node_modules", "node-api-headers"),
    headersOf("wheel", "tensorflow"),
    ..."binding/tfjs_backend.cc binding/tfjs_binding.cc -o lib/napi-v8/tfjs_binding.node".split(" "),
    ...libraries.map((name) => `deps/lib/${name}`),
    `-Wl,-rpath,${origin}/../../deps/lib`,
    ...flags,
  ];
}

/** Put `fresh` in the place of `folder`: at no moment is there half of one. */
function replace(folder: string, fresh: string): void {
  const old = `${folder}.old`;
  remove(old);
  if (existsSync(folder)) renameSync(folder, old);
  renameSync(fresh, folder);
  remove(old);
}

function remove(target: string): void {
  rmSync(target, { recursive: true, force: true, maxRetries: 3 });
}
