/** What may stand at the cursor. */
import type { CellFile } from "./cell-file.ts";
import type { CellSyntax } from "./syntax.ts";
import type { CompletionList } from "./types.ts";
import { wordAt } from "./words.ts";

export function createCompletion(cellFile: CellFile): (code: string, cursor: number) => CompletionList {
  const { program, scope } = cellFile;
  let globals: { name: string; kind: string }[] | undefined;

  /** The names of this cell, of earlier ones, and of the world, nearest first. */
  function anyName(syntax: CellSyntax, word: string): { name: string; kind: string }[] {
    const own = [...syntax.identifiers].filter((name) => name !== word).map((name) => ({ name, kind: "variable" }));
    const all = [
      ...scope.names(),
      ...own,
      ...keywords.map((name) => ({ name, kind: "keyword" })),
      ...(globals ??= readGlobals()),
    ];
    return [...new Map(all.toReversed().map((each) => [each.name, each])).values()].toReversed();
  }

  function readGlobals(): { name: string; kind: string }[] {
    const text = "globalThis.";
    const { offset } = cellFile.load(text);
    return program.completions(offset + text.length) ?? [];
  }

  return (code, cursor) => {
    const { start, end } = wordAt(code, cursor);
    const word = code.slice(start, cursor);
    const { offset, syntax } = cellFile.loadWithAll(code);
    const typed = word.toLowerCase();
    const found = program.completions(offset + cursor) ?? anyName(syntax, word);
    const matches = found
      .filter(({ name }) => name.toLowerCase().startsWith(typed))
      .map(({ name, kind }) => ({ text: name, kind }));
    const exact = matches.filter(({ text }) => text.startsWith(word));
    // another case only where nothing continues what was typed
    return { start, end, matches: exact.length > 0 ? exact : matches };
  };
}

const keywords =
  "async await break case catch class const continue else enum export extends false finally for from function if import in instanceof interface let new null of return satisfies switch this throw true try type typeof undefined using while yield".split(
    " ",
  );
