/** Properties are tried on few cases: each of some thousand changes runs them all, and most fail at the first. */
import type * as FastCheck from "fast-check";
import { vi } from "vitest";

vi.mock("fast-check", async (importOriginal) => {
  const { default: real, ...named } = await importOriginal<typeof FastCheck>();
  const assert = ((property, options) => real.assert(property, { ...options, numRuns: 25 })) as typeof real.assert;
  return { ...named, default: { ...real, assert } };
});
