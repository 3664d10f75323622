/** Shapes drawn pixel by pixel, without smoothing, on a copy of a picture. Places are pixels from the top left corner. */
import { check, checkInteger, checkNumber, InputError } from "../core/index.ts";
import { checkImage } from "./image.ts";
import type { Image } from "./image.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export type Shape =
  | { readonly kind: "line"; readonly from: Point; readonly to: Point }
  | {
      readonly kind: "rectangle";
      readonly left: number;
      readonly top: number;
      readonly width: number;
      readonly height: number;
    }
  | { readonly kind: "circle"; readonly centre: Point; readonly radius: number }
  | { readonly kind: "polygon"; readonly corners: readonly Point[] };

export type Painted = Shape & {
  /** One number for all channels, or one for each, 0 … 255. */
  readonly colour: number | readonly number[];
};

/** The picture with filled shapes on it, later ones above earlier ones. What lies outside is not drawn. */
export function draw(image: Image, shapes: readonly Painted[]): Image {
  const { width, height, channels, pixels } = checkImage(image, "draw image");
  const result = { width, height, channels, pixels: Uint8Array.from(pixels) };
  for (const shape of shapes) {
    const colour =
      typeof shape.colour === "number" ? Array.from({ length: channels }, () => shape.colour as number) : shape.colour;
    check(colour.length === channels, "draw colour", `${channels} numbers`, colour);
    for (const value of colour) checkInteger(value, "draw colour", { max: 255 });
    const { left, top, right, bottom } = boxOf(shape);
    const isInside = insideOf(shape);
    for (let y = Math.max(0, top); y <= Math.min(height - 1, bottom); y++)
      for (let x = Math.max(0, left); x <= Math.min(width - 1, right); x++)
        if (isInside(x, y)) result.pixels.set(colour, (y * width + x) * channels);
  }
  return result;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

function boxOf(shape: Shape): Box {
  const points = cornersOf(shape);
  for (const { x, y } of points) {
    checkNumber(x, `draw ${shape.kind}`);
    checkNumber(y, `draw ${shape.kind}`);
  }
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return {
    left: Math.floor(Math.min(...xs)),
    top: Math.floor(Math.min(...ys)),
    right: Math.ceil(Math.max(...xs)),
    bottom: Math.ceil(Math.max(...ys)),
  };
}

function cornersOf(shape: Shape): readonly Point[] {
  switch (shape.kind) {
    case "line":
      return [shape.from, shape.to];
    case "rectangle":
      return [
        { x: shape.left, y: shape.top },
        { x: shape.left + shape.width - 1, y: shape.top + shape.height - 1 },
      ];
    case "circle": {
      const { centre, radius } = shape;
      checkNumber(radius, "draw circle radius", { min: 0 });
      return [
        { x: centre.x - radius, y: centre.y - radius },
        { x: centre.x + radius, y: centre.y + radius },
      ];
    }
    case "polygon":
      check(shape.corners.length >= 3, "draw polygon corners", "at least three", shape.corners);
      return shape.corners;
    default:
      throw new InputError(`draw kind: expected line, rectangle, circle or polygon, got ${(shape as Shape).kind}`);
  }
}

/** Whether the middle of a pixel belongs to the shape. */
function insideOf(shape: Shape): (x: number, y: number) => boolean {
  switch (shape.kind) {
    case "line":
      return onLine(shape.from, shape.to);
    case "rectangle":
      return (x, y) =>
        x >= shape.left && x < shape.left + shape.width && y >= shape.top && y < shape.top + shape.height;
    case "circle":
      return (x, y) => Math.hypot(x - shape.centre.x, y - shape.centre.y) <= shape.radius;
    default:
      return inPolygon(shape.corners);
  }
}

/** One pixel in each column of a flat line, in each row of a steep one: the nearest to it (Bresenham 1965). */
function onLine(from: Point, to: Point): (x: number, y: number) => boolean {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (dx === 0 && dy === 0) return (x, y) => x === Math.round(from.x) && y === Math.round(from.y);
  return Math.abs(dx) >= Math.abs(dy)
    ? (x, y) =>
        x >= Math.min(from.x, to.x) &&
        x <= Math.max(from.x, to.x) &&
        y === Math.round(from.y + ((x - from.x) * dy) / dx)
    : (x, y) =>
        y >= Math.min(from.y, to.y) &&
        y <= Math.max(from.y, to.y) &&
        x === Math.round(from.x + ((y - from.y) * dx) / dy);
}

/** An odd number of edges lies to the left (the even–odd rule). */
function inPolygon(corners: readonly Point[]): (x: number, y: number) => boolean {
  return (x, y) => {
    let inside = false;
    corners.forEach((a, i) => {
      const b = corners[(i + 1) % corners.length]!;
      if (a.y > y !== b.y > y && x >= a.x + ((y - a.y) * (b.x - a.x)) / (b.y - a.y)) inside = !inside;
    });
    return inside;
  };
}
