/**
 * The memory of a process and all its descendants: what is private to each, and what they share counted once.
 *
 * Where Linux's /proc is, it is exact in that sense. Neither the sum of resident sizes is (it counts the Node program
 * once for each process) nor the proportional one (it shares the cost with whoever else runs the same Node, which the
 * benchmark itself does). Elsewhere it is the sum of resident sizes, an upper bound.
 */
import { hasProc, psRows, readProc, treeOf } from "./process-tree.ts";

export const memoryMethod = hasProc
  ? "private pages of all processes of the kernel, and shared ones once"
  : "resident sizes of all processes of the kernel, shared pages counted in each";

/** In MiB. */
export function memoryOfTree(pid: number): number {
  if (!hasProc) return residentMiB(pid);
  return mappedKiB(treeOf(pid).map((each) => readProc(`/proc/${each}/smaps`))) / 1024;
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

function residentMiB(pid: number): number {
  if (process.platform === "win32") return NaN;
  const tree = new Set(treeOf(pid));
  return psRows().reduce((sum, [own, , kib]) => sum + (tree.has(own) ? kib : 0), 0) / 1024;
}
