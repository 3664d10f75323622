/** Finds a Python that can hold JupyterLab. */
import { spawnSync } from "node:child_process";
import { pythonFailure } from "./failure.ts";

/** A Python that runs: its version and its path, outside of any environment. */
export interface Python {
  version: string;
  executable: string;
}

/** A Python version, major and minor. */
export type PythonVersion = readonly [major: number, minor: number];

export interface FindPythonOptions {
  env?: NodeJS.ProcessEnv;
  platform?: NodeJS.Platform;
  /** Oldest Python that will do. Default: the oldest that JupyterLab's packages accept. */
  oldest?: PythonVersion;
}

// inside another environment, the Python that environment was made with: this one may be about to be removed
const probe = `import sys
print('%d.%d' % sys.version_info[:2])
print(getattr(sys, '_base_executable', None) or sys.executable)`;

/**
 * The first Python of `oldest` or newer: the one that `PYTHON` names, else the usual commands of the platform.
 * Throws a `LabError` that says what was found instead.
 */
export function findPython({
  env = process.env,
  platform = process.platform,
  oldest = [3, 10],
}: FindPythonOptions = {}): Python {
  const usual = platform === "win32" ? [["py", "-3"], ["python"], ["python3"]] : [["python3"], ["python"]];
  const old: string[] = [];
  for (const command of env.PYTHON ? [[env.PYTHON]] : usual) {
    const found = run(command, env);
    if (!found) continue;
    if (isNewEnough(found.version, oldest)) return found;
    old.push(found.version);
  }
  const remedy = `install Python ${oldest.join(".")} or newer from python.org, or set PYTHON to its path, then run npm start again.`;
  if (env.PYTHON && old.length === 0) throw pythonFailure(`PYTHON=${env.PYTHON} does not run: ${remedy}`);
  throw pythonFailure(old.length > 0 ? `Python ${old[0]} is too old: ${remedy}` : `Python was not found: ${remedy}`);
}

function run(command: string[], env: NodeJS.ProcessEnv): Python | undefined {
  const { status, stdout } = spawnSync(command[0]!, [...command.slice(1), "-c", probe], { encoding: "utf8", env });
  // Windows has a `python` that is no Python: it opens the Store and answers with a status of its own
  if (status !== 0) return undefined;
  const [version, executable] = stdout.trim().split(/\r?\n/);
  return version && executable ? { version, executable } : undefined;
}

function isNewEnough(version: string, oldest: PythonVersion): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > oldest[0] || (major === oldest[0] && minor >= oldest[1]);
}
