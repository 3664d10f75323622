/** Which part of the text a completion replaces, and by what: words, strings and paths differ. */
import { CompletionItemKind, findPrecedingToken, SyntaxKind } from "./typescript.ts";
import type { CompletionEntry, SourceFile } from "./typescript.ts";
import { wordAt } from "./words.ts";

export interface ReplacedRange {
  start: number;
  end: number;
  /** What was typed of the name so far. */
  typed: string;
  /** What takes the range's place, or nothing if the entry cannot stand there. */
  textOf(entry: CompletionEntry): string | undefined;
}

const identifier = /^[\p{ID_Start}$_#@][\p{ID_Continue}$\u200c\u200d]*$/u;

export function replacedRange(
  code: string,
  cursor: number,
  { source, offset, entries }: { source: SourceFile; offset: number; entries: readonly CompletionEntry[] },
): ReplacedRange {
  const inString = stringAt(source, { offset, cursor });
  if (inString) return stringRange(code, cursor, { ...inString, entries });
  const word = wordAt(code, cursor);
  // private names
  const start = code[word.start - 1] === "#" ? word.start - 1 : word.start;
  const dot = code.slice(0, start).trimEnd().length - 1;
  const optional = code[dot] === "." && entries.every(({ insertText }) => insertText?.startsWith("?."));
  const typed = code.slice(start, cursor);
  if (optional) return { start: dot, end: word.end, typed, textOf: ({ insertText }) => insertText };
  return {
    start,
    end: word.end,
    typed,
    textOf(entry) {
      // `beta?` is shown so, and written `beta`; `["my key"]` has no place behind a dot
      const text = entry.name.endsWith("?") && entry.insertText ? entry.insertText : entry.name;
      return identifier.test(text) ? text : undefined;
    },
  };
}

/** The inside of the string that the cursor stands in. */
function stringAt(
  source: SourceFile,
  { offset, cursor }: { offset: number; cursor: number },
): { start: number; end: number } | undefined {
  const token = findPrecedingToken(source, offset + cursor);
  if (token?.kind !== SyntaxKind.StringLiteral && token?.kind !== SyntaxKind.NoSubstitutionTemplateLiteral)
    return undefined;
  const open = token.getStart(source);
  const closed = token.end - open > 1 && source.text[token.end - 1] === source.text[open];
  const end = closed ? token.end - 1 : token.end;
  if (offset + cursor <= open || offset + cursor > end) return undefined;
  return { start: open + 1 - offset, end: end - offset };
}

/** In a path, one segment is replaced; a package's name and any other string are replaced whole. */
function stringRange(
  code: string,
  cursor: number,
  { start, end, entries }: { start: number; end: number; entries: readonly CompletionEntry[] },
): ReplacedRange {
  const typed = code.slice(start, cursor);
  const slash = typed.lastIndexOf("/");
  const isPath = entries.some(({ kind }) => kind === CompletionItemKind.File || kind === CompletionItemKind.Folder);
  const bySegment = slash >= 0 && (isPath || !entries.some(({ name }) => name.startsWith(typed.slice(0, slash + 1))));
  const from = bySegment ? start + slash + 1 : start;
  const next = bySegment ? code.slice(cursor, end).search(/\//u) : -1;
  return {
    start: from,
    end: next < 0 ? end : cursor + next,
    typed: code.slice(from, cursor),
    textOf: ({ kind, name }) => (kind === CompletionItemKind.Folder ? `${name}/` : name),
  };
}
