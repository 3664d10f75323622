/**
 * The memory of a process and all its descendants: what is private to each, and what they share counted once.
 *
 * Where Linux's /proc is, it is exact in that sense. Neither the sum of resident sizes is (it counts the Node program
 * once for each process) nor the proportional one (it shares the cost with whoever else runs the same Node, which the
 * benchmark itself does). Elsewhere it is the sum of resident sizes, an upper bound.
 */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";

export const memoryMethod = existsSync("/proc/self/smaps")
  ? "private pages of all processes of the kernel, and shared ones once"
  : "resident sizes of all processes of the kernel, shared pages counted in each";

/** In MiB. */
export function memoryOfTree(pid: number): number {
  if (!existsSync("/proc/self/smaps")) return residentMiB(pid);
  const maps = descendants(pid, parentsFromProc()).map((each) => readOr(`/proc/${each}/smaps`));
  return mappedKiB(maps) / 1024;
}

/** `pid` and all processes below it. `parents` maps a process to its parent. */
export function descendants(pid: number, parents: ReadonlyMap<number, number>): number[] {
  const found = [pid];
  for (const each of found) for (const [child, parent] of parents) if (parent === each) found.push(child);
  return found;
}

/**
 * KiB in the given texts of /proc/<pid>/smaps: the sum of private pages, and for each piece of a file (or, without a
 * file, of the address space that a fork left) the most that any one process shares of it.
 */
export function mappedKiB(maps: readonly string[]): number {
  let privateKiB = 0;
  const shared = new Map<string, number>();
  for (const map of maps) {
    let key = "";
    let sharedHere = 0;
    const endMapping = (): void => void shared.set(key, Math.max(shared.get(key) ?? 0, sharedHere));
    for (const line of map.split("\n")) {
      const head = /^([\da-f]+)-[\da-f]+ \S+ ([\da-f]+) (\S+) (\d+)/.exec(line);
      if (head) {
        endMapping();
        const [, address, offset, device, inode] = head;
        key = inode === "0" ? `at ${address}` : `${device} ${inode} ${offset}`;
        sharedHere = 0;
        continue;
      }
      const field = /^(Private|Shared)_(?:Clean|Dirty|Hugetlb): +(\d+) kB/.exec(line);
      if (field?.[1] === "Private") privateKiB += Number(field[2]);
      if (field?.[1] === "Shared") sharedHere += Number(field[2]);
    }
    endMapping();
  }
  return privateKiB + [...shared.values()].reduce((sum, each) => sum + each, 0);
}

function parentsFromProc(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((each) => /^\d+$/.test(each))) {
    // the program's name stands in brackets and may hold anything, so that the fields after it count from the last one
    const fields = readOr(`/proc/${name}/stat`).split(") ").at(-1)!.split(" ");
    parents.set(Number(name), Number(fields[1]));
  }
  return parents;
}

function residentMiB(pid: number): number {
  if (process.platform === "win32") return NaN;
  const rows = execFileSync("ps", ["-axo", "pid=,ppid=,rss="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number, number]);
  const tree = new Set(descendants(pid, new Map(rows.map(([own, parent]) => [own, parent]))));
  return rows.reduce((sum, [own, , kib]) => sum + (tree.has(own) ? kib : 0), 0) / 1024;
}

function readOr(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // it ended meanwhile
  }
}
