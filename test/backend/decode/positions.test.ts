import { describe, expect, test } from "vitest";
import { alibiSlopes } from "../../../lib/backend/decode/positions.ts";

describe("the slopes of ALiBi", () => {
  test("of 8 heads are 1/2, 1/4, … 1/256; of 16 heads the geometric means lie between (Press et al. 2022, section 3)", () => {
    expect(alibiSlopes(8)).toEqual([1 / 2, 1 / 4, 1 / 8, 1 / 16, 1 / 32, 1 / 64, 1 / 128, 1 / 256]);
    const sixteen = alibiSlopes(16);
    expect(sixteen[1]).toBe(1 / 2);
    expect(sixteen[15]).toBe(1 / 256);
    for (let i = 1; i < 15; i++) expect(sixteen[i]! ** 2).toBeCloseTo(sixteen[i - 1]! * sixteen[i + 1]!, 12);
  });

  test("of 12 heads are those of 8, then every other one of 16", () => {
    const between = [0, 2, 4, 6].map((i) => alibiSlopes(16)[i]);
    expect(alibiSlopes(12)).toEqual([...alibiSlopes(8), ...between]);
  });

  test("of one head is 1/256", () => {
    expect(alibiSlopes(1)).toEqual([1 / 256]);
  });
});
