/** Replacements in a text, given by the text's own positions, applied in one pass. */

/** Replace `[start, end)` by `text`. Offsets are UTF-16 units. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

/** The part `[from, to)` of `source` with all edits inside it applied. Edits must not overlap. */
export function applyEdits(source: string, edits: readonly Edit[], [from, to] = [0, source.length]): string {
  const inside = edits
    .filter((edit) => edit.start >= from && edit.end <= to)
    .sort((a, b) => a.start - b.start || a.end - b.end);
  let text = "";
  let at = from;
  for (const edit of inside) {
    text += source.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + source.slice(at, to);
}

/** `text` with everything but its line breaks turned into spaces, so that what follows keeps its line and column. */
export function blank(text: string): string {
  return text.replace(/[^\r\n]/g, " ");
}
