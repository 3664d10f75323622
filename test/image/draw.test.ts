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

test("what lies between two pixels belongs to those whose middle it covers", () => {
  expect(drawn({ kind: "rectangle", left: 0.5, top: 0.5, width: 2, height: 1, colour })).toEqual([
    ".......",
    ".##....",
    ".......",
    ".......",
    ".......",
  ]);
  expect(drawn({ kind: "rectangle", left: 1.5, top: 1, width: 0.4, height: 4, colour }).join("")).not.toContain("#");
  expect(drawn({ kind: "rectangle", left: 2, top: 1, width: 1, height: 1.5, colour })).toEqual([
    ".......",
    "..#....",
    "..#....",
    ".......",
    ".......",
  ]);
  expect(drawn({ kind: "line", from: { x: 1.4, y: 2.6 }, to: { x: 1.4, y: 2.6 }, colour })).toEqual([
    ".......",
    ".......",
    ".......",
    ".#.....",
    ".......",
  ]);
  // between 0.5 and 3.5 lie the middles 1, 2 and 3
  expect(drawn({ kind: "line", from: { x: 0.5, y: 1 }, to: { x: 3.5, y: 1 }, colour })[1]).toBe(".###...");
  expect(drawn({ kind: "line", from: { x: 2, y: 0.5 }, to: { x: 2, y: 3.5 }, colour }).map((row) => row[2])).toEqual([
    ".",
    "#",
    "#",
    "#",
    ".",
  ]);
});

const covers = (a: { x: number; y: number }, b: { x: number; y: number }, p: { x: number; y: number }) =>
  (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);

test("a triangle is the pixels on the same side of its three edges", () => {
  // corners between pixels, so that no middle lies on an edge
  const corner = fc.record({ x: fc.integer({ min: -3, max: 9 }), y: fc.integer({ min: -3, max: 7 }) });
  fc.assert(
    fc.property(corner, corner, corner, (p, q, r) => {
      const [a, b, c] = [p, { x: q.x + 0.37, y: q.y + 0.21 }, { x: r.x + 0.11, y: r.y + 0.53 }] as const;
      const rows = drawn({ kind: "polygon", corners: [a, b, c], colour });
      for (let y = 0; y < 5; y++)
        for (let x = 0; x < 7; x++) {
          const sides = [covers(a, b, { x, y }), covers(b, c, { x, y }), covers(c, a, { x, y })];
          if (sides.some((side) => Math.abs(side) < 1e-9)) continue;
          const inside = sides.every((side) => side > 0) || sides.every((side) => side < 0);
          expect(rows[y]![x] === "#").toBe(inside);
        }
    }),
  );
});

test("a circle is the pixels no farther from its middle than its radius", () => {
  const number = fc.double({ min: -3, max: 9, noNaN: true });
  fc.assert(
    fc.property(number, number, fc.double({ min: 0, max: 5, noNaN: true }), (x, y, radius) => {
      const rows = drawn({ kind: "circle", centre: { x, y }, radius, colour });
      rows.forEach((row, py) =>
        [...row].forEach((pixel, px) => expect(pixel === "#").toBe(Math.hypot(px - x, py - y) <= radius)),
      );
    }),
  );
});

test("all channels of a pixel are painted, and of its neighbours none", () => {
  const { pixels } = draw(createImage({ width: 3, height: 2, channels: 4 }), [
    { kind: "rectangle", left: 1, top: 1, width: 1, height: 1, colour: [1, 2, 3, 4] },
  ]);
  expect([...pixels]).toEqual([...Array.from({ length: 16 }, () => 0), 1, 2, 3, 4, 0, 0, 0, 0]);
});
