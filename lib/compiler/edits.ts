/** Replacements in a text, given by the text's own positions, applied in one pass. */
import { shifted } from "./positions.ts";
import type { Positions } from "./positions.ts";

/** Replace `[start, end)` by `text`. Offsets are UTF-16 units. */
export interface Edit {
  start: number;
  end: number;
  text: string;
  /** Where the parts of `text` come from. Default: all of it from `start`. */
  positions?: Positions;
}

/** The edits inside `[from, to)`, in order. One that only inserts belongs to what it follows. */
export function editsWithin(edits: readonly Edit[], { start: from, end: to }: { start: number; end: number }): Edit[] {
  return edits
    .filter(({ start, end }) => start >= from && end > from && end <= to)
    .sort((a, b) => a.start - b.start || a.end - b.end);
}

/** The part `[from, to)` of `source` with all edits inside it applied. Edits must not overlap. */
export function applyEdits(source: string, edits: readonly Edit[], [from, to] = [0, source.length]): string {
  let text = "";
  let at = from;
  for (const edit of editsWithin(edits, { start: from, end: to })) {
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at, to);
}

/** Where the parts of `applyEdits(source, edits, [from, to])` were in the source. */
export function positionsOf(edits: readonly Edit[], [from, to] = [0, Infinity]): Positions {
  const positions: Positions = [];
  let at = 0;
  let source = from;
  for (const edit of editsWithin(edits, { start: from, end: to })) {
    positions.push({ at, from: source, fixed: false });
    at += edit.start - source;
    positions.push(...shifted(edit.positions ?? [{ at: 0, from: edit.start, fixed: true }], at));
    at += edit.text.length;
    source = edit.end;
  }
  return [...positions, { at, from: source, fixed: false }];
}

/** `text` with everything but its line breaks turned into spaces, so that what follows keeps its line and column. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
