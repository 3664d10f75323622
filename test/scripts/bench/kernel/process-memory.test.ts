import { describe, expect, test } from "vitest";
import { mappedKiB } from "../../../../scripts/bench/kernel/process-memory.ts";

/** A mapping as Linux's proc(5) shows it in smaps, in KiB. */
function mapping(where: string, { shared = 0, own = 0 }: { shared?: number; own?: number }): string {
  return `${where}
Size:               9999 kB
Rss:                ${shared + own} kB
Pss:                ${own + shared / 2} kB
Shared_Clean:       ${shared} kB
Shared_Dirty:          0 kB
Private_Clean:         0 kB
Private_Dirty:      ${own} kB
Swap:                777 kB
VmFlags: rd ex mr mw me sd`;
}
const program = "55d0a000-55d0f000 r-xp 00001000 fe:00 1234                       /usr/bin/node";
const elsewhere = "66d0a000-66d0f000 r-xp 00001000 fe:00 1234                       /usr/bin/node";
const otherPart = "55d0f000-55d1f000 r--p 00009000 fe:00 1234                       /usr/bin/node";
const heap = "7f0a0000-7f0b0000 rw-p 00000000 00:00 0                          [heap]";

describe("memory of a tree of processes", () => {
  test("of one process is all that is resident", () => {
    expect(mappedKiB([[mapping(program, { shared: 50, own: 7 }), mapping(heap, { own: 100 })].join("\n")])).toBe(157);
  });

  test("counts what processes share of a file once, wherever each has it in its address space", () => {
    const one = mapping(program, { shared: 50, own: 7 });
    const two = mapping(elsewhere, { shared: 60, own: 1 });
    expect(mappedKiB([one, two])).toBe(60 + 7 + 1);
  });

  test("counts other parts of the same file apart", () => {
    expect(mappedKiB([mapping(program, { shared: 50 }), mapping(otherPart, { shared: 20 })])).toBe(70);
  });

  test("counts pages that a fork left to both once, and private ones of each", () => {
    expect(mappedKiB([mapping(heap, { shared: 80, own: 5 }), mapping(heap, { shared: 80, own: 6 })])).toBe(91);
  });

  test("is nothing for processes that have ended", () => {
    expect(mappedKiB([])).toBe(0);
    expect(mappedKiB(["", ""])).toBe(0);
  });
});
