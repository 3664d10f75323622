/** Makes a Python environment from a lock file, once: JupyterLab's, or the notebook tools' that the kernel is tested with. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { explainPython, LabError, pythonFailure } from "./failure.ts";
import { labEnv, type PythonPaths } from "./paths.ts";
import { findPython, type PythonVersion } from "./python.ts";
import { canRun, runPiped } from "./run-piped.ts";

/** What an environment holds. */
export interface Contents {
  /** Every package with its hashes. */
  lockFile: string;
  /** For the line that says what is installed. */
  name: string;
  megabytes: number;
  /** Oldest Python that the packages accept. */
  oldest: PythonVersion;
}

export const jupyterLab: Contents = {
  lockFile: fileURLToPath(new URL("requirements.lock", import.meta.url)),
  name: "JupyterLab into .venv",
  megabytes: 170,
  oldest: [3, 10],
};

/** The tools that run, convert, test and grade notebooks. */
export const notebookTools: Contents = {
  lockFile: fileURLToPath(new URL("tools.lock", import.meta.url)),
  name: "notebook tools into .cache/tools",
  megabytes: 340,
  oldest: [3, 11],
};

export interface EnvironmentOptions {
  /** Told what happens, one line each. */
  say: (line: string) => void;
  /** Told while a step runs, for a line that is rewritten in place. */
  progress?: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  /** Stops the step that runs; the next start makes the environment anew. */
  signal?: AbortSignal | undefined;
  /** Default: JupyterLab. */
  contents?: Contents;
}

/** True if the environment is whole, of this lock, and its Python is still the one it was made with. */
export function isReady(paths: PythonPaths, contents = jupyterLab): boolean {
  try {
    const stamp: unknown = JSON.parse(readFileSync(paths.stamp, "utf8"));
    return JSON.stringify(stamp) === JSON.stringify(stampOf(paths, contents));
  } catch {
    return false; // no stamp, or the Python it was made with is gone
  }
}

function stampOf(paths: PythonPaths, { lockFile }: Contents): Record<string, string> {
  const lock = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  return { lock, python: realpathSync(paths.python) };
}

/** Make the environment unless it is ready. Throws a `LabError` with one sentence that says what to do. */
export async function ensureEnvironment(paths: PythonPaths, options: EnvironmentOptions): Promise<void> {
  const { say, env = process.env, contents = jupyterLab } = options;
  if (isReady(paths, contents)) return;
  const { lockFile, name, megabytes, oldest } = contents;
  const python = findPython({ env, oldest });
  const uv = canRun("uv", ["--version"], { env });
  const how = `${uv ? "uv" : "pip"} and Python ${python.version}`;
  say(`Installing ${name} with ${how} (once; about ${megabytes} MB).`);
  rmSync(paths.venv, { recursive: true, force: true, maxRetries: 3 });
  const run = stepRunner(paths, options);
  if (uv) {
    // uv keeps downloads in its own cache, as those who use it expect; a Python of its own it must not fetch
    const never = ["--no-python-downloads"];
    await run("uv venv", ["uv", "venv", ...never, "--python", python.executable, paths.venv]);
    await run("uv pip install", ["uv", "pip", "sync", "--python", paths.python, ...uvFlags, lockFile]);
  } else {
    await run("Making the environment", [python.executable, "-m", "venv", paths.venv]);
    await run("pip install", [paths.python, "-m", "pip", "install", ...pipFlags, "-r", lockFile]);
  }
  if (!existsSync(paths.python)) throw pythonFailure(`${paths.python} was not made: npm run clean, then npm start.`);
  writeFileSync(paths.stamp, `${JSON.stringify(stampOf(paths, contents))}\n`);
}

const strict = ["--no-deps", "--require-hashes", "--only-binary", ":all:"];
const pipFlags = [...strict, "--no-cache-dir", "--disable-pip-version-check", "--no-input", "--retries", "2"];
const uvFlags = ["--require-hashes", "--only-binary", ":all:", "--compile-bytecode"];

/** Install the Python package in `folder`, whose dependencies the environment has already, over an earlier state of it. */
export async function installPackage(folder: string, paths: PythonPaths, options: EnvironmentOptions): Promise<void> {
  const { env = process.env } = options;
  const flags = ["--no-deps", "--no-build-isolation"];
  const command = canRun(paths.python, ["-m", "pip", "--version"], { env })
    ? [paths.python, "-m", "pip", "install", "--force-reinstall", "--disable-pip-version-check", "--no-input", ...flags]
    : ["uv", "pip", "install", "--python", paths.python, "--reinstall", ...flags];
  await stepRunner(paths, options)(`Installing ${folder}`, [...command, folder]);
}

function stepRunner(paths: PythonPaths, { env, progress, signal, contents = jupyterLab }: EnvironmentOptions) {
  return async (step: string, command: string[]): Promise<void> => {
    const total = (readFileSync(contents.lockFile, "utf8").match(/^[a-z0-9-]+==/gm) ?? []).length;
    const { status, output } = await runPiped(command, {
      env: labEnv(paths, env),
      signal,
      onProgress: (seconds, soFar) => {
        const seen = (soFar.match(/^Collecting /gm) ?? []).length;
        progress?.(`  ${step}${seen > 0 ? `: ${seen} of ${total} packages` : ""}, ${seconds} s`);
      },
    });
    if (signal?.aborted) throw new LabError("Stopped: the next run makes the environment anew.");
    if (status !== 0) throw explainPython(output, { step });
  };
}
