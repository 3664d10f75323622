/**
 * A film as a row of blocks that reach over space and time, the way a video transformer reads it, and back again.
 *
 * Reference: Arnab et al. 2021, "ViViT: A Video Vision Transformer", section 3.2, tubelet embedding.
 */
import { check, checkInteger } from "../core/index.ts";
import { checkSameSize } from "./image.ts";
import type { Image } from "./image.ts";
import { patchify, unpatchify } from "./patchify.ts";
import type { PatchLayout } from "./patchify.ts";

export interface TubeletLayout extends PatchLayout {
  /** How many frames the film has. */
  readonly frames: number;
  /** Frames that a block reaches over. */
  readonly depth: number;
}

/**
 * Cut the film into blocks of `patch` × `patch` pixels and `depth` frames, which divide its sides and its length:
 * [tubelet, depth · patch · patch · channels]. First in time, then row by row; inside a block the frames come one after another.
 */
export function tubelets(frames: readonly Image[], { patch, depth }: { patch: number; depth: number }): Uint8Array[] {
  checkLength(frames.length, { depth, name: "tubelets" });
  checkSameSize(frames, "tubelets frames");
  const cut = frames.map((frame) => patchify(frame, { patch }));
  const blocks: Uint8Array[] = [];
  for (let start = 0; start < frames.length; start += depth)
    for (let p = 0; p < cut[0]!.length; p++) {
      const parts = cut.slice(start, start + depth).map((patches) => patches[p]!);
      const block = new Uint8Array(depth * parts[0]!.length);
      parts.forEach((part, i) => block.set(part, i * part.length));
      blocks.push(block);
    }
  return blocks;
}

/** Glue blocks back together: the exact inverse of `tubelets`. */
export function untubelets(blocks: readonly Uint8Array[], layout: TubeletLayout): Image[] {
  const { frames, depth, width, height, channels, patch } = layout;
  checkLength(frames, { depth, name: "untubelets" });
  const perFrame = (width / patch) * (height / patch);
  const expected = (frames / depth) * perFrame;
  check(blocks.length === expected, "untubelets blocks", `${expected} blocks`, blocks);
  const part = patch * patch * channels;
  for (const [i, { length }] of blocks.entries())
    check(length === depth * part, `untubelets blocks[${i}]`, `${depth * part} numbers`, length);
  return Array.from({ length: frames }, (_, frame) => {
    const first = Math.floor(frame / depth) * perFrame;
    const from = (frame % depth) * part;
    return unpatchify(
      blocks.slice(first, first + perFrame).map((block) => block.slice(from, from + part)),
      layout,
    );
  });
}

function checkLength(frames: number, { depth, name }: { depth: number; name: string }): void {
  checkInteger(frames, `${name} frames`, { min: 1 });
  checkInteger(depth, `${name} depth`, { min: 1 });
  check(frames % depth === 0, `${name} depth`, `a divisor of ${frames}`, depth);
}
