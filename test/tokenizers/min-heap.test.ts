import fc from "fast-check";
import { expect, test } from "vitest";
import { MinHeap } from "../../lib/tokenizers/min-heap.ts";

test("gives numbers back in order, each as often as it was put in", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 20 })), (items) => {
      const heap = new MinHeap();
      for (const item of items) heap.push(item);
      expect(heap.size).toBe(items.length);
      expect(items.map(() => heap.pop())).toEqual(items.toSorted((a, b) => a - b));
      expect(heap.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});

test("is a sorted list, whatever the order of coming and going", () => {
  // a number is put in, undefined takes the smallest away
  fc.assert(
    fc.property(
      fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { nil: undefined }), { maxLength: 200 }),
      (steps) => {
        const [heap, list] = [new MinHeap(), [] as number[]];
        for (const step of steps) {
          if (step !== undefined) {
            heap.push(step);
            list.push(step);
            list.sort((a, b) => a - b);
          } else if (list.length > 0) expect(heap.pop()).toBe(list.shift());
          expect(heap.size).toBe(list.length);
        }
      },
    ),
  );
});
