/** A notebook's compiler: each cell is checked in the context of the earlier ones, then turned into JavaScript. */
import { toJavaScript } from "./javascript.ts";
import type { Places } from "./javascript.ts";
import { openProgram } from "./program.ts";
import type { Program, RawDiagnostic, SymbolFacts } from "./program.ts";
import { createScope, declaredNames } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { readSyntax } from "./syntax.ts";
import type { CellSyntax } from "./syntax.ts";
import type { CellDiagnostic, Compiled } from "./types.ts";

export interface Compiler {
  /** Check the cell and compile it. An accepted cell's declarations are visible to later ones after `commit`. */
  compile(code: string): Compiled;
  /** Make the cell that was compiled last visible to later ones. Separate, so that it can happen while the cell runs. */
  commit(): void;
  /** The identifiers that may stand at `cursor`, with where the one being typed starts and ends. */
  complete(code: string, cursor: number): { start: number; end: number; matches: { text: string; kind: string }[] };
  /** What is known of the name at `cursor`, or of the function whose brackets it stands in. */
  inspect(code: string, cursor: number): SymbolFacts | undefined;
  /** Whether the text could run as it is: for front ends that ask before they send. */
  completeness(code: string): "complete" | "incomplete" | "invalid";
  close(): void;
}

/** Every version of the cell file ends with this, so that it is a module whatever the cell says. */
const tail = "\nexport {};\n";

const wordBefore = /[\p{ID_Continue}$\u200c\u200d]*$/u;
const wordAfter = /^[\p{ID_Continue}$\u200c\u200d]*/u;

/** Open a compiler for a notebook in folder `cwd`. */
export function createCompiler({ cwd }: { cwd: string }): Compiler {
  const program: Program = openProgram(cwd);
  const scope: Scope = createScope();
  const places: Places = new Map();
  let globals: { name: string; kind: string }[] | undefined;
  let pending: { code: string; syntax: CellSyntax } | undefined;

  /** Put `head` and `code` into the cell file; diagnostics inside the head are ours and nobody's business. */
  function load(code: string, head: string): (raw: RawDiagnostic) => CellDiagnostic[] {
    program.setCell(head + code + tail);
    return ({ code: number, message, start, end }) => {
      if (start < head.length) return [];
      const from = Math.min(start - head.length, code.length);
      return [{ code: number, message, start: from, end: Math.max(from, Math.min(end - head.length, code.length)) }];
    };
  }

  /** Read the text without looking at earlier cells. `locate` finds its diagnostics in the cell. */
  function parse(code: string): { syntax: CellSyntax; locate: ReturnType<typeof load> } {
    const head = scope.headFor([], new Set());
    const locate = load(code, head);
    return { syntax: readSyntax(program.parseCell(), [head.length, head.length + code.length]), locate };
  }

  return {
    compile(code) {
      pending = undefined;
      const { syntax, locate } = parse(code);
      const syntaxErrors = program.syntaxErrors().flatMap(locate);
      if (syntaxErrors.length > 0) return { ok: false, syntax: true, diagnostics: syntaxErrors };
      const diagnostics = check(code, syntax);
      if (diagnostics.length > 0) return { ok: false, syntax: false, diagnostics };
      try {
        const { text, origin } = toJavaScript(code, syntax, places);
        pending = { code, syntax };
        return { ok: true, javascript: text, origin };
      } catch (error) {
        // syntax that checks and has no place in a cell, like `import a = require("b")`
        const message = error instanceof Error ? error.message : String(error);
        return { ok: false, syntax: true, diagnostics: [{ code: 1000, message, start: 0, end: code.length }] };
      }
    },

    commit() {
      if (!pending) return;
      const { code, syntax } = pending;
      pending = undefined;
      if (declaredNames(syntax).size === 0) return;
      const { index, text } = scope.add(code, syntax);
      program.setScope(index, text);
    },

    complete(code, cursor) {
      const word = wordBefore.exec(code.slice(0, cursor))![0];
      const start = cursor - word.length;
      const end = cursor + wordAfter.exec(code.slice(cursor))![0].length;
      const { syntax } = parse(code);
      const head = scope.headFor(names(), declaredNames(syntax));
      load(code, head);
      const typed = word.toLowerCase();
      const found = program.completions(head.length + cursor) ?? anyName(syntax, word);
      const matches = found
        .filter(({ name }) => name.toLowerCase().startsWith(typed))
        .map(({ name, kind }) => ({ text: name, kind }));
      const exact = matches.filter(({ text }) => text.startsWith(word));
      // another case only where nothing continues what was typed
      return { start, end, matches: exact.length > 0 ? exact : matches };
    },

    inspect(code, cursor) {
      const name = nameAt(code, cursor);
      if (name === undefined) return undefined;
      const head = scope.headFor(names(), declaredNames(parse(code).syntax));
      load(code, head);
      return program.symbolAt(head.length + name);
    },

    completeness(code) {
      const head = scope.headFor([], new Set());
      load(code, head);
      const errors = program.syntaxErrors();
      if (errors.length === 0) return "complete";
      if (errors.some(({ code: number }) => number === unterminatedString)) return "invalid";
      const lastCharacter = head.length + code.trimEnd().length;
      // an error before the end, or one that more text cannot mend
      const atEnd = errors.every(({ start, code: number }) => start >= lastCharacter || unterminated.has(number));
      return atEnd && !invalidEnd.test(code.trimEnd()) ? "incomplete" : "invalid";
    },

    close: () => program.close(),
  };

  function names(): string[] {
    return scope.names().map(({ name }) => name);
  }

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
    const head = scope.headFor([], new Set());
    load(text, head);
    return program.completions(head.length + text.length) ?? [];
  }

  function check(code: string, syntax: CellSyntax): CellDiagnostic[] {
    const locate = load(code, scope.headFor(syntax.identifiers, declaredNames(syntax)));
    return program.checkCell().flatMap(locate);
  }
}

const keywords =
  "async await break case catch class const continue else enum export extends false finally for from function if import in instanceof interface let new null of return satisfies switch this throw true try type typeof undefined using while yield".split(
    " ",
  );

/** TypeScript's numbers for a comment and a template literal that never end. */
const unterminated = new Set([1010, 1160]);

/** A type is still missing where its place ends in `=`. */
const invalidEnd = /:\s*=$/;

/** A quote that its line does not close: no further line can. */
const unterminatedString = 1002;

/** Where the identifier at `cursor` starts, or the one before the bracket that `cursor` stands in. */
function nameAt(code: string, cursor: number): number | undefined {
  const start = cursor - wordBefore.exec(code.slice(0, cursor))![0].length;
  if (wordAfter.exec(code.slice(start))![0].length > 0) return start;
  let depth = 0;
  for (let at = cursor - 1; at >= 0; at--) {
    if (code[at] === ")") depth++;
    if (code[at] === "(" && depth-- === 0) {
      const name = wordBefore.exec(code.slice(0, at).trimEnd())![0];
      return name ? code.slice(0, at).trimEnd().length - name.length : undefined;
    }
  }
  return undefined;
}
