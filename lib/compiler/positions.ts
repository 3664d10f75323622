/**
 * Where each part of an edited text was in its source: plain data, so that it can leave the thread that compiles.
 */

/** From offset `at` on, the text comes from `from`: character by character, or (`fixed`) all of it from that one place. */
export interface Segment {
  at: number;
  from: number;
  fixed: boolean;
}

/** Segments by rising `at`; the first starts at 0. */
export type Positions = Segment[];

/** Where `offset` of the edited text was in the source. */
export function sourceOffset(positions: Positions, offset: number): number {
  let low = 0;
  for (let high = positions.length - 1; low < high;) {
    const middle = Math.ceil((low + high) / 2);
    if (positions[middle]!.at <= offset) low = middle;
    else high = middle - 1;
  }
  const { at, from, fixed } = positions[low]!;
  return fixed ? from : from + offset - at;
}

/** The positions of a text whose character at `offset` comes from `sourceOf(offset)`. */
export function sampled(length: number, sourceOf: (offset: number) => number): Positions {
  const positions: Positions = [{ at: 0, from: sourceOf(0), fixed: true }];
  for (let at = 1; at < length; at++) {
    const from = sourceOf(at);
    if (from !== positions.at(-1)!.from) positions.push({ at, from, fixed: true });
  }
  return positions;
}

/** `positions` of a text that stands `ahead` further on in a larger one. */
export function shifted(positions: Positions, ahead: number): Positions {
  return positions.map(({ at, ...rest }) => ({ at: at + ahead, ...rest }));
}

/** `positions` of a text made of one that was itself made of the source, as `before` says. */
export function through(positions: Positions, before: Positions): Positions {
  return positions.flatMap((segment, index) => {
    const from = sourceOffset(before, segment.from);
    if (segment.fixed) return [{ ...segment, from }];
    const end = segment.from + (positions[index + 1]?.at ?? Infinity) - segment.at;
    const first = before.findLast(({ at }) => at <= segment.from);
    const within = before.filter(({ at }) => at > segment.from && at < end);
    return [{ ...segment, from, fixed: first?.fixed ?? false }, ...shifted(within, segment.at - segment.from)];
  });
}

/** A place in a text as stack traces count: line and column from 1. */
export interface LineColumn {
  line: number;
  column: number;
}

export function offsetOf(text: string, { line, column }: LineColumn): number {
  let start = 0;
  for (let at = 1; at < line; at++) {
    const next = text.indexOf("\n", start);
    if (next < 0) return text.length;
    start = next + 1;
  }
  return Math.min(start + column - 1, text.length);
}

export function lineColumnOf(text: string, offset: number): LineColumn {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: before.length - before.lastIndexOf("\n") };
}

/** Where a place in a cell's JavaScript was in its text. */
export function sourcePlace(
  { code, javascript, positions }: { code: string; javascript: string; positions: Positions },
  place: LineColumn,
): LineColumn {
  return lineColumnOf(code, Math.min(sourceOffset(positions, offsetOf(javascript, place)), code.length));
}
