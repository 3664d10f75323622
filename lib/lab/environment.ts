/** Makes the Python environment that holds JupyterLab, from requirements.lock, once. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { explainPython, LabError, pythonFailure } from "./failure.ts";
import { labEnv, type LabPaths } from "./paths.ts";
import { findPython } from "./python.ts";
import { canRun, runPiped } from "./run-piped.ts";

const lockFile = fileURLToPath(new URL("requirements.lock", import.meta.url));

export interface EnvironmentOptions {
  /** Told what happens, one line each. */
  say: (line: string) => void;
  /** Told while a step runs, for a line that is rewritten in place. */
  progress?: (line: string) => void;
  env?: NodeJS.ProcessEnv;
  /** Stops the step that runs; the next start makes the environment anew. */
  signal?: AbortSignal | undefined;
}

/** True if the environment is whole, of this lock, and its Python is still the one it was made with. */
export function isReady(paths: LabPaths): boolean {
  try {
    const stamp: unknown = JSON.parse(readFileSync(paths.stamp, "utf8"));
    return JSON.stringify(stamp) === JSON.stringify(stampOf(paths));
  } catch {
    return false; // no stamp, or the Python it was made with is gone
  }
}

function stampOf(paths: LabPaths): Record<string, string> {
  const lock = createHash("sha256").update(readFileSync(lockFile)).digest("hex");
  return { lock, python: realpathSync(paths.python) };
}

/** Make the environment unless it is ready. Throws a `LabError` with one sentence that says what to do. */
export async function ensureEnvironment(paths: LabPaths, options: EnvironmentOptions): Promise<void> {
  if (isReady(paths)) return;
  const { say, env = process.env } = options;
  const python = findPython({ env });
  const uv = canRun("uv", ["--version"], { env });
  say(`Installing JupyterLab into .venv with ${uv ? "uv" : "pip"} and Python ${python.version} (once; about 170 MB).`);
  rmSync(paths.venv, { recursive: true, force: true, maxRetries: 3 });
  const run = stepRunner(paths, options);
  if (uv) {
    // uv keeps downloads in its own cache, as those who use it expect; a Python of its own it must not fetch
    const never = ["--no-python-downloads"];
    await run("uv venv", ["uv", "venv", ...never, "--python", python.executable, paths.venv]);
    await run("uv pip install", ["uv", "pip", "sync", "--python", paths.python, ...uvFlags, lockFile]);
  } else {
    await run("Making .venv", [python.executable, "-m", "venv", paths.venv]);
    await run("pip install", [paths.python, "-m", "pip", "install", ...pipFlags, "-r", lockFile]);
  }
  if (!existsSync(paths.python)) throw pythonFailure(`${paths.python} was not made: remove .venv, then run npm start.`);
  writeFileSync(paths.stamp, `${JSON.stringify(stampOf(paths))}\n`);
}

const strict = ["--no-deps", "--require-hashes", "--only-binary", ":all:"];
const pipFlags = [...strict, "--no-cache-dir", "--disable-pip-version-check", "--no-input", "--retries", "2"];
const uvFlags = ["--require-hashes", "--only-binary", ":all:", "--compile-bytecode"];

function stepRunner(paths: LabPaths, { env, progress, signal }: EnvironmentOptions) {
  return async (step: string, command: string[]): Promise<void> => {
    const total = (readFileSync(lockFile, "utf8").match(/^[a-z0-9-]+==/gm) ?? []).length;
    const { status, output } = await runPiped(command, {
      env: labEnv(paths, env),
      signal,
      onProgress: (seconds, soFar) => {
        const seen = (soFar.match(/^Collecting /gm) ?? []).length;
        progress?.(`  ${step}${seen > 0 ? `: ${seen} of ${total} packages` : ""}, ${seconds} s`);
      },
    });
    if (signal?.aborted) throw new LabError("Stopped: the next npm start makes .venv anew.");
    if (status !== 0) throw explainPython(output, { step });
  };
}
