/** What the Jupyter on the PATH says of an installed kernel. A machine without one is no fault. */
import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { kernelDir, kernelName, type Place } from "./kernelspec.ts";
import type { Finding } from "./doctor.ts";

const timeoutMs = 30_000;

/** Whether `jupyter kernelspec list` has the kernel of this place. */
export function askJupyter({ dataDir, name = kernelName }: Place, { env = process.env } = {}): Finding {
  const { status, stdout } = spawnSync("jupyter", ["kernelspec", "list", "--json"], {
    env,
    encoding: "utf8",
    timeout: timeoutMs,
    stdio: ["ignore", "pipe", "ignore"],
    windowsHide: true,
  });
  if (status !== 0) {
    return { what: "No jupyter command answers here: neither VS Code nor npm start needs one.", isNote: true };
  }
  const listed = placeIn(stdout, name);
  const dir = kernelDir(dataDir, name);
  if (listed === undefined) {
    const what = `The jupyter command does not look in ${dir}: to use it there, install with --prefix and its environment.`;
    return { what, isNote: true };
  }
  if (samePlace(listed, dir)) return { what: `The jupyter command lists ${name}.` };
  return {
    what: `The jupyter command takes ${name} from ${listed}, not from ${dir}.`,
    remedy: `remove the one that you do not want: jupyter kernelspec remove ${name} removes the first`,
  };
}

/** The folder of kernel `name` in what `jupyter kernelspec list --json` prints. */
function placeIn(text: string, name: string): string | undefined {
  try {
    const { kernelspecs } = JSON.parse(text) as { kernelspecs: Record<string, { resource_dir: string }> };
    return Object.hasOwn(kernelspecs, name) ? kernelspecs[name]!.resource_dir : undefined;
  } catch {
    return undefined;
  }
}

function samePlace(a: string, b: string): boolean {
  try {
    return realpathSync(a) === realpathSync(b);
  } catch {
    return a === b;
  }
}
