import fc from "fast-check";
import { expect, test } from "vitest";
import { createImage, draw } from "../../lib/image/index.ts";
import type { Painted } from "../../lib/image/index.ts";
import { patch } from "./golden.ts";

const paper = createImage({ width: 7, height: 5, channels: 1 });
const drawn = (...shapes: Painted[]) => {
  const { width, pixels } = draw(paper, shapes);
  return Array.from({ length: 5 }, (_, y) =>
    Array.from(pixels.subarray(y * width, (y + 1) * width), (value) => (value === 0 ? "." : "#")).join(""),
  );
};
const colour = 255;

test("what the shapes look like", () => {
  expect(drawn({ kind: "rectangle", left: 1, top: 1, width: 3, height: 2, colour })).toEqual([
    ".......",
    ".###...",
    ".###...",
    ".......",
    ".......",
  ]);
  expect(drawn({ kind: "circle", centre: { x: 3, y: 2 }, radius: 2, colour })).toEqual([
    "...#...",
    "..###..",
    ".#####.",
    "..###..",
    "...#...",
  ]);
  expect(drawn({ kind: "line", from: { x: 0, y: 0 }, to: { x: 6, y: 3 }, colour })).toEqual([
    "#......",
    ".##....",
    "...##..",
    ".....##",
    ".......",
  ]);
  expect(
    drawn({
      kind: "polygon",
      corners: [
        { x: 0, y: 0 },
        { x: 6, y: 0 },
        { x: 0, y: 4 },
      ],
      colour,
    }),
  ).toEqual(["######.", "#####..", "###....", "##.....", "......."]);
});

test("later shapes are above earlier ones; the picture itself is not changed", () => {
  const before = Uint8Array.from(patch.pixels);
  const { pixels } = draw(patch, [
    { kind: "rectangle", left: 0, top: 0, width: 32, height: 24, colour: 0 },
    { kind: "rectangle", left: 0, top: 0, width: 1, height: 1, colour: [1, 2, 3] },
  ]);
  expect(Array.from(pixels.subarray(0, 6))).toEqual([1, 2, 3, 0, 0, 0]);
  expect(patch.pixels).toEqual(before);
  expect(draw(patch, [])).toEqual(patch);
});

test("what lies outside is not drawn, however far", () => {
  const far = 1e6;
  expect(drawn({ kind: "rectangle", left: -far, top: 1, width: 2 * far, height: 1, colour })[1]).toBe("#######");
  expect(drawn({ kind: "circle", centre: { x: far, y: far }, radius: 3, colour }).join("")).not.toContain("#");
});

test("a line has one pixel in each column or row, from end to end, either way round", () => {
  const point = fc.record({ x: fc.nat(6), y: fc.nat(4) });
  fc.assert(
    fc.property(point, point, (from, to) => {
      const { pixels } = draw(paper, [{ kind: "line", from, to, colour }]);
      const ink = (x: number, y: number) => pixels[y * 7 + x] === 255;
      expect(ink(from.x, from.y) && ink(to.x, to.y)).toBe(true);
      expect(pixels.filter((value) => value === 255).length).toBe(
        Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)) + 1,
      );
    }),
  );
});

test("bad shapes and colours are named", () => {
  expect(() => drawn({ kind: "polygon", corners: [{ x: 0, y: 0 }], colour })).toThrow(
    "draw polygon corners: expected at least three",
  );
  expect(() => drawn({ kind: "circle", centre: { x: 0, y: 0 }, radius: -1, colour })).toThrow("draw circle radius");
  expect(() => drawn({ kind: "line", from: { x: Number.NaN, y: 0 }, to: { x: 1, y: 1 }, colour })).toThrow("draw line");
  expect(() => drawn({ kind: "star", colour } as never)).toThrow(
    "draw kind: expected line, rectangle, circle or polygon, got star",
  );
  expect(() => drawn({ kind: "circle", centre: { x: 0, y: 0 }, radius: 1, colour: 256 })).toThrow("draw colour");
  expect(() => drawn({ kind: "circle", centre: { x: 0, y: 0 }, radius: 1, colour: [1, 2] })).toThrow(
    "draw colour: expected 1 numbers",
  );
});
