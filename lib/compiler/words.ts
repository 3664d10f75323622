/** Identifiers in a text, as the editor's cursor meets them. */

const wordBefore = /[\p{ID_Continue}$\u200c\u200d]*$/u;
const wordAfter = /^[\p{ID_Continue}$\u200c\u200d]*/u;

/** The span of the identifier that `cursor` stands in or beside; empty where there is none. */
export function wordAt(code: string, cursor: number): { start: number; end: number } {
  const start = cursor - wordBefore.exec(code.slice(0, cursor))![0].length;
  return { start, end: cursor + wordAfter.exec(code.slice(cursor))![0].length };
}

/** `cursor` as a place between two characters of `code`. */
export function cursorIn(code: string, cursor: number): number {
  const at = Math.max(0, Math.min(cursor, code.length));
  const insidePair = /[\ud800-\udbff]/.test(code[at - 1] ?? "") && /[\udc00-\udfff]/.test(code[at] ?? "");
  return insidePair ? at - 1 : at;
}
