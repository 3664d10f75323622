/** A process and all processes below it, on Linux from /proc, else from `ps`. Windows has neither. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

export const hasProc = existsSync("/proc/self/smaps");

/** The processes of a kernel that runs now. */
export function treeOf(pid: number): number[] {
  return descendants(pid, hasProc ? parentsFromProc() : new Map(psRows().map(([own, parent]) => [own, parent])));
}

/** `pid` and all processes below it. `parents` maps a process to its parent. */
export function descendants(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const found = [pid];
  for (const each of found) for (const [child, parent] of parents) if (parent === each) found.push(child);
  return found;
}

/** The numbers of a text of /proc/<pid>/stat from the field `ppid` on. */
export function statFields(stat: string): number[] {
  // the program's name stands in brackets and may hold anything, so that the fields are counted from the last one
  return stat
    .slice(stat.lastIndexOf(")") + 1)
    .trim()
    .split(" ")
    .slice(1)
    .map(Number);
}

/** Process, parent and resident KiB of every process, as `ps` says. */
export function psRows(): [number, number, number][] {
  if (process.platform === "win32") return [];
  const text = execFileSync("ps", ["-axo", "pid=,ppid=,rss="], { encoding: "utf8" }).trim();
  return text.split("\n").map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
}

/** The text of a file under /proc; nothing if the process has ended meanwhile. */
export function readProc(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function parentsFromProc(): Map<number, number> {
  const pids = readdirSync("/proc").filter((each) => /^\d+$/.test(each));
  return new Map(pids.map((pid) => [Number(pid), statFields(readProc(`/proc/${pid}/stat`))[0] ?? 0]));
}
