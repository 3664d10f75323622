/** Says in plain words whether an installed kernelspec starts this course's kernel, and what to do if not. */
import { accessSync, constants, existsSync, mkdirSync } from "node:fs";
import path from "node:path";
import { userDataDir } from "./data-dir.ts";
import {
  isCourseKernel,
  kernelDir,
  kernelName,
  kernelSpecText,
  readKernelSpec,
  type Place,
  type Spec,
} from "./kernelspec.ts";

/** One thing that was looked at. `remedy` is there if it is wrong; `isNote` if it is neither good nor bad. */
export interface Finding {
  what: string;
  remedy?: string;
  isNote?: true;
}

/** What came of starting a kernel: the answer and the time it took, or what went wrong. */
export type Probed = { text: string; timeMs: number } | { failure: string };

export interface DiagnoseOptions extends Place {
  /** Start the kernel of a kernelspec and let it work out `1 + 1`. */
  probe(spec: Spec): Promise<Probed>;
  env?: NodeJS.ProcessEnv;
}

const again = "npm run kernel -- install";

/** Look at the kernelspec in its place, which should equal `wanted`, and start its kernel once. */
export async function diagnose(wanted: Spec, options: DiagnoseOptions): Promise<Finding[]> {
  const { dataDir, name = kernelName, probe, env = process.env } = options;
  const dir = kernelDir(dataDir, name);
  const spec = readKernelSpec(dataDir, name);
  if (!spec) {
    const text = kernelSpecText(dataDir, name);
    if (text !== undefined)
      return [{ what: `${dir} has a kernel.json that cannot be read.`, remedy: `${again} --force` }];
    return [{ what: `No kernel in ${dir}.`, remedy: existsSync(dir) ? `${again} --force` : again }];
  }
  if (!isCourseKernel(spec))
    return [{ what: `The kernel in ${dir} is another program's.`, remedy: `${again} --force` }];
  const others = otherPlaces(spec, { dataDir, name, env });
  const found: Finding = { what: `The kernel is in ${dir}.` };
  const stale = staleness(spec, wanted);
  if (stale.some(({ what }) => what.includes("which is gone"))) return [found, ...others, ...stale];
  return [found, ...others, ...stale, ...cache(spec), await answers(spec, probe)];
}

function staleness(spec: Spec, wanted: Spec): Finding[] {
  const script = scriptOf(spec);
  const gone = [spec.argv[0]!, script].filter((file) => !existsSync(file));
  if (gone.length > 0) {
    return gone.map((file) => ({
      what: `It names ${file}, which is gone: was the folder moved, or Node removed?`,
      remedy: again,
    }));
  }
  if (script !== scriptOf(wanted))
    return [{ what: `It starts ${script}, not this copy of the course.`, remedy: again }];
  if (JSON.stringify(spec.argv) === JSON.stringify(wanted.argv)) return [];
  return [{ what: `It starts the kernel in another way than this version of the course.`, remedy: again }];
}

function scriptOf({ argv }: Spec): string {
  return argv.find((word) => word.endsWith("main.ts")) ?? "";
}

/** Without its cache of compiled code the kernel works, but starts later. */
function cache({ env = {} }: Spec): Finding[] {
  const folder = env.NODE_COMPILE_CACHE;
  if (!folder) return [];
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return [];
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what = `The kernel cannot write its cache of compiled code, so it starts slower: ${folder} (${code}).`;
    return [{ what, remedy: `make ${folder} a folder that you own` }];
  }
}

async function answers(spec: Spec, probe: DiagnoseOptions["probe"]): Promise<Finding> {
  const probed = await probe(spec);
  if ("failure" in probed) {
    return { what: `The kernel did not work out 1 + 1:\n${probed.failure}`, remedy: "npm ci" };
  }
  if (probed.text !== "2") return { what: `The kernel says that 1 + 1 is ${probed.text}.`, remedy: "npm ci" };
  return { what: `It starts, and worked out 1 + 1 after ${(probed.timeMs / 1000).toFixed(1)} s.` };
}

/** Kernels of the same name where Jupyter may look before it looks here. */
function otherPlaces(spec: Spec, { dataDir, name, env }: Place & { name: string; env: NodeJS.ProcessEnv }): Finding[] {
  const differs = (place: string): boolean => {
    const other = path.resolve(place) === path.resolve(dataDir) ? undefined : readKernelSpec(place, name);
    return other !== undefined && JSON.stringify(other.argv) !== JSON.stringify(spec.argv);
  };
  const first = (env.JUPYTER_PATH ?? "").split(path.delimiter).filter(Boolean);
  const user = userDataDir({ env });
  return [
    ...first.filter(differs).map((place) => ({
      what: `JUPYTER_PATH names ${place}, where another kernel is called ${name}: Jupyter starts that one.`,
      remedy: `remove ${kernelDir(place, name)}, or take the folder out of JUPYTER_PATH`,
    })),
    ...[user].filter(differs).map((place) => ({
      what: `Another kernel called ${name} is in ${kernelDir(place, name)}: some Jupyters look there first.`,
      isNote: true as const,
    })),
  ];
}
