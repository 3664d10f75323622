/** A notebook's compiler: each cell is checked in the context of the earlier ones, then turned into JavaScript. */
import type { ChildProcess } from "node:child_process";
import { openCellFile } from "./cell-file.ts";
import type { Loaded } from "./cell-file.ts";
import { createCompletion } from "./completion.ts";
import { completenessOf } from "./completeness.ts";
import { inspectionAt } from "./inspection.ts";
import { StripperBroken, toJavaScript } from "./javascript.ts";
import type { JavaScript, Places } from "./javascript.ts";
import { createLocalModules, specifiersOf } from "./local-modules.ts";
import { ownNames, withOwnNames } from "./own-names.ts";
import { through } from "./positions.ts";
import { openProgram } from "./program.ts";
import { refusals } from "./refusals.ts";
import { runtimeNames } from "./runtime-names.ts";
import { createScope, declaredNames } from "./scope.ts";
import type { CellSyntax } from "./syntax.ts";
import { withWholePaths } from "./whole-paths.ts";
import type { WholePaths } from "./whole-paths.ts";
import type { CellDiagnostic, CellLanguage, Compiled, CompletionList, SymbolFacts } from "./types.ts";

export interface Compiler {
  /** Check the cell and compile it. An accepted cell's declarations are visible to later ones after `commit`. */
  compile(code: string): Compiled;
  /**
   * Make the cell that was compiled last visible to later ones. Separate, so that it can happen while the cell runs.
   * Returns whether that may add anything for them, so that `restore` needs it.
   */
  commit(): boolean;
  /** The identifiers that may stand at `cursor`, with where the one being typed starts and ends. */
  complete(code: string, cursor: number): CompletionList;
  /** What is known of the name at `cursor`, or of the function whose brackets it stands in; with `detail` 1, all of it. */
  inspect(code: string, cursor: number, detail?: 0 | 1): SymbolFacts | undefined;
  /** Whether the text could run as it is: for front ends that ask before they send. */
  completeness(code: string): "complete" | "incomplete" | "invalid";
  /** Take in cells that ran before this compiler was opened. */
  restore(cells: readonly string[]): void;
  /** Forget every cell. */
  reset(): void;
  /** Read now what a later question would wait for. */
  prepare(): void;
  close(): void;
}

/** TypeScript's number for "Cannot find name". */
const unknownName = 2304;

/** Open a compiler for a notebook in folder `cwd`. `onStart` is given its checker's process as early as possible. */
export function createCompiler({
  cwd,
  language,
  onStart,
}: {
  cwd: string;
  language?: CellLanguage | undefined;
  onStart?: (checker: ChildProcess) => void;
}): Compiler {
  const program = openProgram(cwd, onStart);
  const scope = createScope();
  const cellFile = openCellFile(program, scope);
  const complete = createCompletion(cellFile);
  const modules = createLocalModules(cwd, program);
  const places: Places = new Map();
  const context = { places, importer: program.nodeModules ? runtimeNames.import : runtimeNames.bundlerImport };
  let pending: { code: string; syntax: CellSyntax } | undefined;
  /** The newest cell that added something for later ones. */
  let newest: string | undefined;

  function add(code: string, syntax: CellSyntax): boolean {
    // run once more, it declares what it declared: it saw no other names before but its own
    if (declaredNames(syntax).size === 0 || code === newest) return false;
    newest = code;
    for (const each of scope.add(code, syntax)) program.update([each]);
    return true;
  }

  /** Have the checker read what the cell imports, as it is now. Returns whether it imports anything. */
  function bringIn(code: string, syntax: CellSyntax): boolean {
    const specifiers = specifiersOf(code, syntax);
    if (specifiers.length === 0) return false;
    program.loadNodeTypes();
    modules.renew(specifiers);
    return true;
  }

  function wholePathsOf(code: string, syntax: CellSyntax): WholePaths | undefined {
    return program.nodeModules ? withWholePaths(code, syntax, cwd) : undefined;
  }

  function check(code: string, { offset, locate, syntax }: Loaded & { syntax: CellSyntax }): CellDiagnostic[] {
    const found = program.checkCell(offset).flatMap(locate);
    if (!found.some((each) => each.code === unknownName)) return found;
    // with all names of earlier cells at hand, the checker says which one was meant
    const used = scope.names().map(({ name }) => name);
    const all = cellFile.load(code, { used, declared: declaredNames(syntax) });
    return program.checkCell(all.offset).flatMap(all.locate);
  }

  /** The cell as JavaScript. It stands in the cell file. */
  function translate(code: string, { offset, syntax }: { offset: number; syntax: CellSyntax }): JavaScript {
    const names = ownNames(syntax, places);
    if (names.size === 0) return toJavaScript(code, syntax, context);
    const own = withOwnNames(code, { names, source: program.parseCell(), offset });
    const { text, positions } = toJavaScript(own.code, cellFile.parse(own.code).syntax, context);
    return { text, positions: through(positions, own.positions) };
  }

  function compile(code: string): Compiled {
    pending = undefined;
    const loaded = cellFile.loadWithUsed(code);
    const { syntax } = loaded;
    const syntaxErrors = program.syntaxErrors().flatMap(loaded.locate);
    if (syntaxErrors.length > 0) return { ok: false, syntax: true, diagnostics: syntaxErrors };
    const whole = wholePathsOf(code, syntax);
    if (whole) return whole.back(compile(whole.code));
    const imports = bringIn(code, syntax);
    const inCell = refusals(check(code, loaded), { code, language });
    const diagnostics = imports ? [...modules.errors(), ...inCell] : inCell;
    if (diagnostics.length > 0) return { ok: false, syntax: false, diagnostics };
    try {
      const { text, positions } = translate(code, loaded);
      pending = { code, syntax };
      return { ok: true, javascript: text, positions };
    } catch (error) {
      if (error instanceof StripperBroken) throw error;
      // syntax that checks and has no place in a cell, like `import a = require("b")`
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, syntax: true, diagnostics: [{ code: 1000, message, start: 0, end: code.length }] };
    }
  }

  return {
    compile,

    commit() {
      // another compiler has compiled it
      if (!pending) return true;
      const { code, syntax } = pending;
      pending = undefined;
      return add(code, syntax);
    },

    complete: (code, cursor) => attempt(() => complete(code, cursor), { start: cursor, end: cursor, matches: [] }),
    inspect: (code, cursor, detail = 0) => attempt(() => inspectionAt(cellFile, { code, cursor, detail }), undefined),
    completeness: (code) => attempt(() => completenessOf(cellFile, code), "complete"),

    restore(cells) {
      for (const written of cells) {
        const parsed = cellFile.parse(written);
        const whole = wholePathsOf(written, parsed.syntax);
        const code = whole?.code ?? written;
        const read = whole ? cellFile.parse(code) : parsed;
        const { syntax } = read;
        bringIn(code, syntax);
        translate(code, read);
        add(code, syntax);
      }
    },

    reset() {
      pending = undefined;
      newest = undefined;
      places.clear();
      program.update(scope.clear());
    },

    prepare() {
      program.loadNodeTypes();
      // the first completion types the world's names, once
      attempt(() => complete("a", 1), undefined);
    },
    close: () => program.close(),
  };
}

/** An answer, or `otherwise` where TypeScript refuses an unusual question: help is not worth the loss of the checker. */
function attempt<T>(answer: () => T, otherwise: T): T {
  try {
    return answer();
  } catch (error) {
    const refused = error instanceof TypeError || (error instanceof Error && error.message.startsWith("api:"));
    if (!refused) throw error;
    return otherwise;
  }
}
