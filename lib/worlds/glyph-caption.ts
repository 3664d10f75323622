/** What is written under a stamp, and the Oracle that says whether a picture and a caption belong together. */
import { allStamps, readStamp, sampleStamps, drawStamp, stampSide, maxWorth } from "./glyph.ts";
import { stampCorners, stampKinds, stampTextures } from "./glyph.ts";
import type { Stamp } from "./glyph.ts";
import { parseGrammar } from "./grammar.ts";
import type { Grammar } from "./grammar.ts";
import type { Rng } from "../core/index.ts";

const numbers = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"] as const;

/** The grammar of captions; it has as many sentences as there are stamps. */
export const captionGrammar: Grammar = parseGrammar(`
S -> a TEXTURE KIND at the CORNER worth NUMBER
TEXTURE -> ${stampTextures.join(" | ")}
KIND -> ${stampKinds.join(" | ")}
CORNER -> ${stampCorners.join(" | ")}
NUMBER -> ${numbers.slice(0, maxWorth).join(" | ")}
`);

/** `a striped circle at the top left worth three`, as words. */
export function captionOf({ kind, texture, corner, worth }: Stamp): string[] {
  return ["a", texture, kind, "at", "the", ...corner.split(" "), "worth", numbers[worth - 1]!];
}

const byCaption = new Map(allStamps.map((stamp) => [captionOf(stamp).join(" "), stamp]));

/** Which stamp a caption describes, or `undefined` if it is no caption. */
export function readCaption(caption: readonly string[]): Stamp | undefined {
  return byCaption.get(caption.join(" "));
}

/** True if the picture is the stamp that the caption describes. */
export function captionFits(caption: readonly string[], pixels: readonly number[]): boolean {
  const stamp = readCaption(caption);
  return stamp !== undefined && stamp === readStamp(pixels);
}

/** What this world is, with three stamps of it. */
export function describeStamps({ rng }: { rng: Rng }): string {
  const samples = sampleStamps(3, { rng }).map((stamp) => {
    const pixels = drawStamp(stamp);
    const rows = Array.from({ length: stampSide }, (_, y) => {
      return `  ${pixels
        .slice(y * stampSide, (y + 1) * stampSide)
        .map((pixel) => (pixel ? "█" : "·"))
        .join("")}`;
    });
    return [`  ${captionOf(stamp).join(" ")}`, ...rows].join("\n");
  });
  return [`W-GLYPH, the post office: ${allStamps.length} stamps of ${stampSide}×${stampSide} pixels.`, ...samples].join(
    "\n",
  );
}
