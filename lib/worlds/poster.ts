/**
 * W-GLYPH in colour, the festival's posters: 16×16 pixels, one of four shapes in one of four corners, with a texture and a
 * colour, on white paper. All 256 can be listed, so the Oracle knows what any picture shows, also one that is only nearly
 * a poster.
 */
import { check } from "../core/index.ts";
import type { Rng } from "../core/index.ts";
import { createImage } from "../image/index.ts";
import type { Image } from "../image/index.ts";
import { stampCorners } from "./glyph.ts";
import type { StampCorner } from "./glyph.ts";
import { parseGrammar } from "./grammar.ts";
import type { Grammar } from "./grammar.ts";

/** Side of a poster in pixels. */
export const posterSide = 16;
export const posterKinds = ["circle", "square", "triangle", "cross"] as const;
/** With ink everywhere, at the edge, in every second row, like a chessboard. */
export const posterTextures = ["solid", "hollow", "striped", "checkered"] as const;
/** Red, green, blue, 0 … 255, as different as four colours on white can be. */
export const posterColours = {
  red: [213, 43, 30],
  green: [0, 122, 90],
  blue: [0, 70, 190],
  gold: [230, 160, 0],
} as const;

export interface Poster {
  readonly kind: (typeof posterKinds)[number];
  readonly texture: (typeof posterTextures)[number];
  readonly colour: keyof typeof posterColours;
  readonly corner: StampCorner;
}

const colours = Object.keys(posterColours) as Poster["colour"][];

/** Every poster there is. */
export const allPosters: readonly Poster[] = posterKinds.flatMap((kind) =>
  posterTextures.flatMap((texture) =>
    colours.flatMap((colour) => stampCorners.map((corner) => ({ kind, texture, colour, corner }))),
  ),
);

/** The grammar of captions; it has as many sentences as there are posters. */
export const posterGrammar: Grammar = parseGrammar(`
S -> a COLOUR TEXTURE KIND at the CORNER
COLOUR -> ${colours.join(" | ")}
TEXTURE -> ${posterTextures.join(" | ")}
KIND -> ${posterKinds.join(" | ")}
CORNER -> ${stampCorners.join(" | ")}
`);

/** `a red striped circle at the top left`, as words. */
export function posterCaption({ kind, texture, colour, corner }: Poster): string[] {
  return ["a", colour, texture, kind, "at", "the", ...corner.split(" ")];
}

const half = posterSide / 2;

/** Whether a place of an 8×8 corner belongs to a shape. */
const shapes: Readonly<Record<Poster["kind"], (x: number, y: number) => boolean>> = {
  circle: (x, y) => Math.hypot(x - 3.5, y - 3.5) <= 3.3,
  square: (x, y) => x >= 1 && x <= 6 && y >= 1 && y <= 6,
  triangle: (x, y) => y >= 1 && y <= 6 && Math.abs(x - 3.5) <= y / 2,
  cross: (x, y) => (Math.abs(x - 3.5) < 1 && y >= 1 && y <= 6) || (Math.abs(y - 3.5) < 1 && x >= 1 && x <= 6),
};

/** Draw a poster, red, green and blue. */
export function drawPoster({ kind, texture, colour, corner }: Poster): Image {
  const isShape = shapes[kind];
  check(isShape !== undefined, "drawPoster kind", posterKinds.join(", "), kind);
  check(stampCorners.includes(corner), "drawPoster corner", stampCorners.join(", "), corner);
  check(Object.hasOwn(posterColours, colour), "drawPoster colour", colours.join(", "), colour);
  const isInk: Record<Poster["texture"], (x: number, y: number) => boolean> = {
    solid: () => true,
    hollow: (x, y) => !(isShape(x - 1, y) && isShape(x + 1, y) && isShape(x, y - 1) && isShape(x, y + 1)),
    striped: (_, y) => y % 2 === 0,
    checkered: (x, y) => (x + y) % 2 === 0,
  };
  check(Object.hasOwn(isInk, texture), "drawPoster texture", posterTextures.join(", "), texture);
  const image = createImage({ width: posterSide, height: posterSide, channels: 3, fill: 255 });
  const [left, top] = [corner.endsWith("left") ? 0 : half, corner.startsWith("top") ? 0 : half];
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++)
      if (isShape(x, y) && isInk[texture](x, y))
        image.pixels.set(posterColours[colour], 3 * ((top + y) * posterSide + left + x));
  return image;
}

const drawn = allPosters.map((poster) => ({ poster, pixels: drawPoster(poster).pixels }));

/** The poster that a picture is most like, and how far from it: the mean squared difference of its values, 0 … 255². */
export function nearestPoster(image: Image): { poster: Poster; distance: number } {
  const { width, height, channels, pixels } = image;
  const fits = width === posterSide && height === posterSide && channels === 3 && pixels.length === 3 * posterSide ** 2;
  check(fits, "nearestPoster image", `${posterSide}×${posterSide}×3`, `${width}×${height}×${channels}`);
  let best = { poster: drawn[0]!.poster, distance: Infinity };
  for (const each of drawn) {
    let sum = 0;
    for (let i = 0; i < pixels.length; i++) sum += (pixels[i]! - each.pixels[i]!) ** 2;
    if (sum / pixels.length < best.distance) best = { poster: each.poster, distance: sum / pixels.length };
  }
  return best;
}

const byCaption = new Map(allPosters.map((poster) => [posterCaption(poster).join(" "), poster]));

/** Which poster a caption describes, or `undefined` if it is no caption. */
export function readPosterCaption(caption: readonly string[]): Poster | undefined {
  return byCaption.get(caption.join(" "));
}

/** True if the picture is the poster of the caption, or nearer to it than to any other and at most `within` from it (default 0). */
export function posterFits(
  caption: readonly string[],
  image: Image,
  { within = 0 }: { within?: number } = {},
): boolean {
  const { poster, distance } = nearestPoster(image);
  return poster === readPosterCaption(caption) && distance <= within;
}

/** What this world is, with three posters of it. */
export function describePosters({ rng }: { rng: Rng }): string {
  const lines = Array.from({ length: 3 }, () => `  ${posterCaption(rng.pick(allPosters)).join(" ")}`);
  return [
    `W-GLYPH, the festival: ${allPosters.length} posters of ${posterSide}×${posterSide} pixels in colour.`,
    ...lines,
  ].join("\n");
}
