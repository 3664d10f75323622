/** The processor time of a kernel: what a cell costs, whatever else the machine does meanwhile. Linux only. */
import { hasProc, readProc, statFields, treeOf } from "./process-tree.ts";
import type { Value } from "./types.ts";

/** Linux counts in hundredths of a second towards programs, on every machine that Node runs on. */
const msPerTick = 10;

/** Milliseconds that all processes of a kernel have computed so far, on all cores together. */
export function cpuOfTree(pid: number): number {
  if (!hasProc) return NaN;
  const ticks = treeOf(pid).map((each) => ticksIn(readProc(`/proc/${each}/stat`)));
  return ticks.reduce((sum, each) => sum + each, 0) * msPerTick;
}

/** A process's own time and that of its children that have ended, in ticks, from a text of /proc/<pid>/stat. */
export function ticksIn(stat: string): number {
  const fields = statFields(stat);
  // proc(5) numbers from 1: ppid is field 4, and utime, stime, cutime, cstime are 14 to 17
  return fields.slice(10, 14).reduce((sum, each) => sum + each, 0);
}

/** A time that may not be known here. */
export function known(ms: number): Value {
  return Number.isNaN(ms) ? "–" : ms;
}
