import * as fc from "fast-check";
import { expect, test } from "vitest";
import { BufferPool } from "../../lib/backend/buffer-pool.ts";

test("memory is at least as large as asked for, and at most a quarter larger above 64 bytes", () => {
  const pool = new BufferPool({ limit: 0 });
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000_000 }), (bytes) => {
      const { byteLength } = pool.take(bytes);
      expect(byteLength).toBeGreaterThanOrEqual(bytes);
      if (bytes > 64) expect(byteLength).toBeLessThanOrEqual(bytes * 1.25);
      // any element type fits
      expect(byteLength % 8).toBe(0);
    }),
  );
});

test("what was given back is taken again, never by two at once, also for a slightly other size", () => {
  const pool = new BufferPool({ limit: 1e6 });
  const buffer = pool.take(1000);
  pool.give(buffer);
  expect(pool.take(1010)).toBe(buffer);
  expect(pool.take(1010)).not.toBe(buffer);
});

test("what waits stays within the limit", () => {
  const pool = new BufferPool({ limit: 10_000 });
  for (let i = 0; i < 100; i++) pool.give(new ArrayBuffer(1024));
  expect(pool.bytes).toBeLessThanOrEqual(10_000);
  pool.clear();
  expect(pool.bytes).toBe(0);
});

test("over the limit, sizes that are in use now take the place of those of long ago", () => {
  const pool = new BufferPool({ limit: 10_240 });
  for (let i = 0; i < 10; i++) pool.give(new ArrayBuffer(1024));
  const wanted = new ArrayBuffer(4096);
  pool.give(wanted);
  expect(pool.take(4096)).toBe(wanted);
  expect(pool.bytes).toBeLessThanOrEqual(10_240);
});
