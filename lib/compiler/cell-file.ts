/** The cell file as the questions about a cell need it: the cell's text behind a head that brings in earlier cells. */
import type { SourceFile } from "typescript/unstable/ast";
import type { Program, RawDiagnostic } from "./program.ts";
import { declaredNames } from "./scope.ts";
import type { Scope } from "./scope.ts";
import { readSyntax } from "./syntax.ts";
import type { CellSyntax } from "./syntax.ts";
import type { CellDiagnostic } from "./types.ts";

export interface Loaded {
  /** Where the cell starts in the cell file. */
  offset: number;
  /** A diagnostic of the cell file as one of the cell: none if it lies in the head, which is nobody's business. */
  locate(raw: RawDiagnostic): CellDiagnostic[];
}

export interface CellFile {
  program: Program;
  scope: Scope;
  /** Put `head` and the cell into the cell file. */
  load(code: string, head: string): Loaded;
  /** Read the cell without looking at earlier ones. */
  parse(code: string): Loaded & { syntax: CellSyntax };
  /** Put the cell into the cell file with every name of earlier cells in scope. */
  loadWithAll(code: string): Loaded & { source: SourceFile };
}

export function openCellFile(program: Program, scope: Scope): CellFile {
  function load(code: string, head: string): Loaded {
    // subtle: nothing may follow the cell, or it would complete what the cell leaves open
    program.setCell(head + code);
    const locate = ({ code: number, message, start, end }: RawDiagnostic): CellDiagnostic[] => {
      if (start < head.length) return [];
      const from = Math.min(start - head.length, code.length);
      return [{ code: number, message, start: from, end: Math.max(from, Math.min(end - head.length, code.length)) }];
    };
    return { offset: head.length, locate };
  }

  function parse(code: string): Loaded & { syntax: CellSyntax } {
    const loaded = load(code, scope.headFor([], new Set()));
    const range: [number, number] = [loaded.offset, loaded.offset + code.length];
    return { ...loaded, syntax: readSyntax(program.parseCell(), range) };
  }

  return {
    program,
    scope,
    load,
    parse,
    loadWithAll(code) {
      program.loadNodeTypes();
      const names = scope.names().map(({ name }) => name);
      // reading the cell for what it declares again takes a third of the time of a completion
      const words = new Set(code.match(/[\p{ID_Continue}$]+/gu));
      const declares = declaring.some((word) => words.has(word)) && names.some((name) => words.has(name));
      const declared = declares ? declaredNames(parse(code).syntax) : new Set<string>();
      const loaded = load(code, scope.headFor(names, declared));
      return { ...loaded, source: program.parseCell() };
    },
  };
}

/** Without one of these words, nothing is declared. */
const declaring = "let const var using function class interface type enum namespace module import".split(" ");
