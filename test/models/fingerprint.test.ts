import { expect, it } from "vitest";
import { fingerprint } from "../../lib/models/index.ts";

it("fingerprint changes with the smallest change of a number, and only with a change", () => {
  const weights = Float64Array.of(1, 2, 3);
  expect(fingerprint(weights)).toBe(fingerprint(weights.slice()));
  expect(fingerprint(Float64Array.of(1, 2, 3 + Number.EPSILON * 2))).not.toBe(fingerprint(weights));
  expect(fingerprint(weights.subarray(0, 2))).toBe(fingerprint(Float64Array.of(1, 2)));
  // Provenance: printf '' | sha256sum
  expect(fingerprint(new Float64Array(0))).toBe("e3b0c44298fc");
});
