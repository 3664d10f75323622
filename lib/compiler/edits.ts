/** Replacements in a text, given by the text's own positions, applied in one pass. */

/** Replace `[start, end)` by `text`. Offsets are UTF-16 units. */
export interface Edit {
  start: number;
  end: number;
  text: string;
  /** Where an offset into `text` comes from, as an offset into the source. Default: `start`. */
  origin?: (offset: number) => number;
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

/** Where `offset` into the edited part that started at `from` was in the source. */
export function originOf(edits: readonly Edit[], offset: number, from = 0): number {
  // how much further on the edited text is than the source
  let ahead = -from;
  for (const { start, end, text, origin } of edits) {
    if (offset < start + ahead) break;
    if (offset < start + ahead + text.length) return origin ? origin(offset - start - ahead) : start;
    ahead += text.length - (end - start);
  }
  return offset - ahead;
}

/** `text` with everything but its line breaks turned into spaces, so that what follows keeps its line and column. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
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
