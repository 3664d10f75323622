/**
 * A text as the list of lines that a notebook file holds, each with its line ending.
 *
 * Subtle: Jupyter splits with Python's `str.splitlines`, which also breaks at form feeds, U+0085, U+2028 and others.
 * Splitting at "\n" alone would change such a cell's lines on the next save from JupyterLab.
 *
 * Reference: Python 3 library, `str.splitlines`; nbformat 5.11, `v4/rwbase.py`.
 */
// oxlint-disable-next-line no-control-regex -- these control characters are Python's line boundaries
const boundary = /(?<=\r\n|\r(?!\n)|[\n\v\f\x1c-\x1e\x85\u2028\u2029])/;

/** `"a\nb"` → `["a\n", "b"]`; the empty text is the empty list. */
export function splitLines(text: string): string[] {
  return text === "" ? [] : text.split(boundary).filter((line) => line !== "");
}

/** The inverse of `splitLines`. A text that was never split passes. */
export function joinLines(text: string | readonly string[]): string {
  return typeof text === "string" ? text : text.join("");
}

/** True for MIME types whose data is JSON of any shape, which no one may split or join. */
export function isJsonMime(mime: string): boolean {
  return /^application\/(.*\+)?json$/.test(mime);
}

/** True for MIME types whose text Jupyter writes as a list of lines. */
export function isSplitMime(mime: string): boolean {
  return mime.startsWith("text/") || mime === "application/javascript" || mime === "image/svg+xml";
}
