/** The cell file as the questions about a cell need it: the cell's text behind a head that brings in earlier cells. */
import { guessNames, wordsIn } from "./guess.ts";
import type { Program } from "./program.ts";
import type { RawDiagnostic } from "./raw-diagnostic.ts";
import { declaredNames } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { readSyntax } from "./syntax.ts";
import type { CellSyntax } from "./syntax.ts";
import type { CellDiagnostic } from "./types.ts";
import type { SourceFile } from "./typescript.ts";

export interface Loaded {
  /** Where the cell starts in the cell file. */
  offset: number;
  /** A diagnostic of the cell file as one of the cell: none if it lies in the head, which is nobody's business. */
  locate(raw: RawDiagnostic): CellDiagnostic[];
}

export interface CellFile {
  program: Program;
  scope: Scope;
  /** Put the cell into the cell file, with those names of earlier cells that are `used` and not `declared`. */
  load(code: string, names?: Names): Loaded;
  /** Read the cell without looking at earlier ones. */
  parse(code: string): Loaded & { syntax: CellSyntax };
  /** Put the cell into the cell file with the names of earlier cells that it uses, and read it. */
  loadWithUsed(code: string): Loaded & { syntax: CellSyntax };
  /** Put the cell into the cell file with every name of earlier cells in scope. */
  loadWithAll(code: string): Pick<Loaded, "offset"> & { source: SourceFile };
}

export interface Names {
  used: Iterable<string>;
  declared: ReadonlySet<string>;
}

const none: Names = { used: [], declared: new Set() };

export function openCellFile(program: Program, scope: Scope): CellFile {
  /** What the cell file says now. */
  let text: string | undefined;

  function load(code: string, names = none, { isHelp = false } = {}): Loaded {
    const hub = scope.expectImports(code);
    const head = scope.headFor(code, names);
    // subtle: nothing may follow the cell, or it would complete what the cell leaves open
    const cell = { file: "cell", text: head + code } as const;
    const locate = ({ code: number, message, start, end }: RawDiagnostic): CellDiagnostic[] => {
      if (start < head.length) return [];
      const from = Math.min(start - head.length, code.length);
      return [{ code: number, message, start: from, end: Math.max(from, Math.min(end - head.length, code.length)) }];
    };
    // asking twice about one text, as a second Shift-Tab does, finds it there and checked; a cell that runs is read anew
    const isThere = isHelp && hub === undefined && cell.text === text;
    text = cell.text;
    if (isThere) return { offset: head.length, locate };
    // what imports is checked with all of Node's types, and now the program is built again anyway
    if (hub === undefined) program.update([cell]);
    else program.update([cell, { file: "hub", text: hub }], { nodeTypes: true });
    return { offset: head.length, locate };
  }

  function parse(code: string, names = none): Loaded & { syntax: CellSyntax } {
    const loaded = load(code, names);
    const range: [number, number] = [loaded.offset, loaded.offset + code.length];
    return { ...loaded, syntax: readSyntax(program.parseCell(), range) };
  }

  return {
    program,
    scope,
    load,
    parse,
    loadWithUsed(code) {
      const guess = guessNames(code);
      const parsed = parse(code, guess);
      const declared = declaredNames(parsed.syntax);
      const brought = (name: string): boolean => guess.used.has(name) && !guess.declared.has(name);
      const isRight = scope
        .names()
        .every(({ name }) =>
          declared.has(name) ? !brought(name) : brought(name) || !parsed.syntax.identifiers.has(name),
        );
      return isRight ? parsed : { ...load(code, { used: parsed.syntax.identifiers, declared }), syntax: parsed.syntax };
    },
    loadWithAll(code) {
      program.loadNodeTypes();
      const used = scope.names().map(({ name }) => name);
      // reading the cell for what it declares again takes a third of the time of a completion
      const words = wordsIn(code);
      const declares = declaring.some((word) => words.has(word)) && used.some((name) => words.has(name));
      const declared = declares ? declaredNames(parse(code).syntax) : new Set<string>();
      // a comment on the head's line would belong to the head, and not document what follows it
      const { offset } = load(`\n${code}`, { used, declared }, { isHelp: true });
      return { offset: offset + 1, source: program.parseCell() };
    },
  };
}

/** Without one of these words, nothing is declared. */
const declaring = "let const var using function class interface type enum namespace module import".split(" ");
