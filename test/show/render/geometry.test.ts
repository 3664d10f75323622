import { describe, expect, test } from "vitest";
import { movedBox, parseTransform, pathBox, union } from "../../../lib/show/render/geometry.ts";

const box = { x: 0, y: 0, width: 10, height: 4 };

describe("transforms", () => {
  test.each([
    [null, { x: 0, y: 0, width: 10, height: 4 }],
    ["nonsense", { x: 0, y: 0, width: 10, height: 4 }],
    ["translate(3,5)", { x: 3, y: 5, width: 10, height: 4 }],
    ["translate(3)", { x: 3, y: 0, width: 10, height: 4 }],
    ["scale(2)", { x: 0, y: 0, width: 20, height: 8 }],
    ["matrix(1 0 0 1 7 8)", { x: 7, y: 8, width: 10, height: 4 }],
    ["translate(100,0)scale(2)", { x: 100, y: 0, width: 20, height: 8 }],
    ["rotate(-90)", { x: 0, y: -10, width: 4, height: 10 }],
    ["rotate(180,5,2)", { x: 0, y: 0, width: 10, height: 4 }],
  ])("%s moves a box as SVG 1.1 says", (transform, expected) => {
    const moved = movedBox(box, parseTransform(transform));
    for (const key of ["x", "y", "width", "height"] as const) expect(moved[key]).toBeCloseTo(expected[key], 9);
  });
});

describe("boxes", () => {
  test("of nothing are empty", () => {
    expect(union([])).toEqual({ x: 0, y: 0, width: 0, height: 0 });
    expect(pathBox("")).toEqual({ x: 0, y: 0, width: 0, height: 0 });
  });

  test("of paths follow absolute and relative commands", () => {
    expect(pathBox("M5,1H9V-2L0,3Z")).toEqual({ x: 0, y: -2, width: 9, height: 5 });
    expect(pathBox("M1,1l2,0v-3h-4")).toEqual({ x: -1, y: -2, width: 4, height: 3 });
  });
});
