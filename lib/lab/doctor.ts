/** Says in plain words whether an installed kernelspec starts this course's kernel, and what to do if not. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isCourseKernel, kernelDir, readKernelSpec, type Spec } from "./kernelspec.ts";

/** One thing that was looked at. `remedy` is there if it is wrong. */
export interface Finding {
  what: string;
  remedy?: string;
}

const again = "npm run kernel -- install";

/** Look at the kernelspec under `dataDir`, which should equal `wanted`, and start its program once. */
export function diagnose(wanted: Spec, { dataDir }: { dataDir: string }): Finding[] {
  const dir = kernelDir(dataDir);
  const spec = readKernelSpec(dataDir);
  if (!spec) return [{ what: `No kernel in ${dir}.`, remedy: existsSync(dir) ? `${again} --force` : again }];
  if (!isCourseKernel(spec))
    return [{ what: `The kernel in ${dir} is another program's.`, remedy: `${again} --force` }];
  const [node = "", ...args] = spec.argv;
  const script = args.find((word) => word.endsWith("main.ts")) ?? "";
  const findings: Finding[] = [{ what: `The kernel is in ${dir}.` }];
  const gone = [node, script].filter((file) => !existsSync(file));
  for (const file of gone)
    findings.push({ what: `It names ${file}, which is gone: was the folder moved?`, remedy: again });
  if (gone.length > 0) return findings;
  if (JSON.stringify(spec.argv) !== JSON.stringify(wanted.argv)) {
    findings.push({ what: `It starts ${script}, not this copy of the course.`, remedy: again });
  }
  return [...findings, startsWell(node, args)];
}

/** The kernel's own help loads all of it, its ZeroMQ binary included, without a connection. */
function startsWell(node: string, args: string[]): Finding {
  const words = args.map((word) => (word === "{connection_file}" ? "--help" : word));
  const { status, stderr, error } = spawnSync(node, words, { encoding: "utf8", timeout: 30_000 });
  if (status === 0) return { what: "The kernel's program starts." };
  const said = (error?.message ?? stderr).trim().split("\n").slice(-3).join("\n");
  return { what: `The kernel's program does not start:\n${said}`, remedy: "npm ci" };
}
