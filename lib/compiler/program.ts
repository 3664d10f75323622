/**
 * The type checker behind one notebook: the only file that opens and updates TypeScript 7's program.
 *
 * The program keeps its shape: one cell file, a fixed number of scope files and one file between them, the hub, exist
 * from the start, and what each imports stays the same. Only contents change, so an update costs a parse instead of a
 * new program (0.6 ms instead of 49 ms, measured). The files are virtual; they stand in the notebook's folder so that
 * relative imports resolve as the reader expects.
 */
import type { ChildProcess } from "node:child_process";
import { ambient } from "./ambient.ts";
import { startSilently } from "./checker-process.ts";
import { configFor, hasNodeModules, lateLibOf, nearestConfig, nodeTypesFile } from "./config.ts";
import type { ResolvedOptions } from "./config.ts";
import { fewNodeTypes, wholeNodeTypes } from "./node-types.ts";
import { API } from "./typescript.ts";
import type { Diagnostic, Project, Snapshot, SourceFile } from "./typescript.ts";

/** How many scope files a program has; earlier cells are spread over them. */
export const scopeFileCount = 64;

/** What the checker says of one place, with offsets into the cell file. */
export interface RawDiagnostic {
  code: number;
  message: string;
  start: number;
  end: number;
}

/** Files on the disk, by their paths. */
export interface FileChanges {
  changed: string[];
  created: string[];
  deleted: string[];
}

/** A file of the program: the cell, what all import, or the scope file of that index. */
export type FileName = "cell" | "hub" | number;

export interface FileText {
  file: FileName;
  text: string;
}

export interface Program {
  /**
   * Give files a new text, in one step. Subtle: the program survives a change of one file that goes on importing what
   * it did; two files in one step build it again, so they go together only if it has to be built again anyway.
   * `nodeTypes`: as `loadNodeTypes`, in the same step.
   */
  update(texts: readonly FileText[], options?: { nodeTypes?: boolean }): void;
  parseCell(): SourceFile;
  /** Errors of the types, not of the syntax, in the cell file from offset `from` on. */
  checkCell(from: number): RawDiagnostic[];
  /** Errors in a module that a cell imports. */
  checkFile(file: string): RawDiagnostic[];
  /** Files that were read are on the disk with another text, or new, or gone. */
  filesChanged(changes: FileChanges): void;
  /** Read all of Node's types, once: a few serve until something needs more. Takes 0.1 s. */
  loadNodeTypes(): void;
  /** Parse errors only. */
  syntaxErrors(): RawDiagnostic[];
  /** The project as it is now, for questions about single places. What it gives is void after the next change. */
  current(): { project: Project; cellFile: string };
  /** Whether imports mean what they mean to Node, not to bundlers. */
  nodeModules: boolean;
  close(): void;
}

/**
 * Open a program for a notebook in folder `cwd`. Takes about 0.1 s, most of it reading the standard library's types.
 * `onStart` is given TypeScript's process before that; once that has ended, nothing may be asked any more.
 */
export function openProgram(cwd: string, onStart?: (checker: ChildProcess) => void): Program {
  const folder = slashes(cwd).replace(/\/$/, "");
  const configFile = `${folder}/__cells__.tsconfig.json`;
  const cellFile = `${folder}/__cell__.mts`;
  const scopeFiles = Array.from({ length: scopeFileCount }, (_, index) => `${folder}/__scope_${index}__.mts`);
  const ambientFile = `${folder}/__ambient__.d.ts`;
  const nodeFile = `${folder}/__node__.d.ts`;
  const hubFile = `${folder}/__hub__.mts`;
  const files = new Map([
    [ambientFile, ambient],
    [cellFile, hubImport],
    [hubFile, emptyHub()],
  ]);
  for (const file of scopeFiles) files.set(file, emptyScope);

  const fs = {
    readFile: (file: string) => files.get(file),
    fileExists: (file: string) => (files.has(file) ? true : undefined),
  };
  const { started: api, process: checker } = startSilently(() => new API({ cwd: folder, fs }));
  if (checker?.pid !== undefined) onStart?.(checker);
  const nearest = nearestConfig(folder);
  const theirs = nearest ? readConfig(nearest) : undefined;
  const hasBrowser = theirs?.lib?.some((name) => /\.(?:dom|webworker)\./u.test(name)) ?? false;
  // the browser's library has names that the few would clash with, and a list of all types has Node's in it
  let hasWhole = hasBrowser || theirs?.types?.includes("*");
  const whole = (): string =>
    wholeNodeTypes(nodeTypesFile(folder, theirs ?? {}), { lib: lateLibOf(theirs ?? {}), hasBrowser });
  files.set(nodeFile, hasWhole ? whole() : fewNodeTypes);
  files.set(
    configFile,
    JSON.stringify(configFor([ambientFile, nodeFile, cellFile, hubFile, ...scopeFiles], { nearest, theirs })),
  );
  let snapshot: Snapshot = api.updateSnapshot({ openProjects: [configFile] });
  let project = onlyProject(snapshot);
  /** Whether everything was looked for on the disk, and nothing has changed since. */
  let isFresh = false;

  /** What the reader's tsconfig.json says, with all that it extends. */
  function readConfig(file: string): ResolvedOptions {
    files.set(configFile, JSON.stringify({ extends: file, include: [], files: [cellFile] }));
    return api.parseConfigFile(configFile).options as ResolvedOptions;
  }

  function renew(fileChanges: FileChanges | { changed: string[] } | { invalidateAll: true }): void {
    const previous = snapshot;
    snapshot = api.updateSnapshot({ fileChanges });
    project = onlyProject(snapshot);
    isFresh = false;
    previous.dispose();
  }

  const pathOf = (file: FileName): string =>
    file === "cell" ? cellFile : file === "hub" ? hubFile : scopeFiles[file]!;

  function update(texts: readonly FileText[], { nodeTypes = false } = {}): void {
    const changed = texts.map(({ file }) => pathOf(file));
    // half of a surrogate pair, which a client may send, is the end of the checker
    for (const [index, { text }] of texts.entries()) files.set(changed[index]!, text.toWellFormed());
    if (nodeTypes && !hasWhole) {
      hasWhole = true;
      files.set(nodeFile, whole());
      changed.push(nodeFile);
    }
    if (changed.length > 0) renew({ changed });
  }

  const loadNodeTypes = (): void => update([], { nodeTypes: true });

  /** Check; and if something is not there, once more after all was looked for again: it may have been installed since. */
  function checkAgain(check: () => RawDiagnostic[]): RawDiagnostic[] {
    const found = check();
    if (isFresh || !found.some(({ code }) => notFound.has(code))) return found;
    renew({ invalidateAll: true });
    isFresh = true;
    return check();
  }

  function checkCell(from: number): RawDiagnostic[] {
    const all = project.program.getSemanticDiagnostics(cellFile).map(flatten);
    return all.filter(({ start }) => start >= from);
  }

  return {
    update,
    parseCell() {
      const source = project.program.getSourceFile(cellFile);
      if (!source) throw new Error("TypeScript lost the cell file");
      return source;
    },
    checkCell(from) {
      const found = checkCell(from);
      if (found.length === 0) return found;
      loadNodeTypes();
      return checkAgain(() => checkCell(from));
    },
    checkFile(path) {
      const file = slashes(path);
      // TypeScript knows whether the letter case of a path matters on this disk
      if (!project.program.getSourceFileMetadata(file)) return [];
      const syntactic = syntaxErrors(file);
      if (syntactic.length > 0) return syntactic;
      return checkAgain(() => project.program.getSemanticDiagnostics(file).map(flatten));
    },
    filesChanged({ changed, created, deleted }) {
      renew({ changed: changed.map(slashes), created: created.map(slashes), deleted: deleted.map(slashes) });
    },
    loadNodeTypes,
    syntaxErrors: () => syntaxErrors(cellFile),
    current: () => ({ project, cellFile }),
    nodeModules: hasNodeModules(theirs ?? {}),
    close() {
      snapshot.dispose();
      api.close();
    },
  };

  function syntaxErrors(file: string): RawDiagnostic[] {
    return project.program.getSyntacticDiagnostics(file).map(flatten);
  }
}

/** TypeScript's numbers for a module that is not there. */
const notFound = new Set([2307, 2792, 2882, 7016]);

/** How the cell file and the scope files start: what they need of each other comes through the hub. */
export const hubImport = 'import * as $hub from "./__hub__.mts";';

/** A scope file without cells. */
export const emptyScope = `${hubImport}\ndeclare function $await<T>(value: T): Awaited<T>;\nexport {};\n`;

/** The hub without modules. */
export function emptyHub(): string {
  return Array.from(
    { length: scopeFileCount },
    (_, index) => `export * as $f${index} from "./__scope_${index}__.mts";`,
  ).join("\n");
}

function onlyProject(snapshot: Snapshot): Project {
  const [project] = snapshot.getProjects();
  if (!project) throw new Error("TypeScript opened no project for the notebook");
  return project;
}

/** A path as TypeScript writes it. */
function slashes(file: string): string {
  return file.replaceAll("\\", "/");
}

function flatten(diagnostic: Diagnostic): RawDiagnostic {
  return { code: diagnostic.code, message: chain(diagnostic).join("\n"), start: diagnostic.pos, end: diagnostic.end };
}

/** The message and the ones that explain it, each level indented. */
function chain(diagnostic: Diagnostic, depth = 0): string[] {
  return [
    "  ".repeat(depth) + diagnostic.text,
    ...(diagnostic.messageChain ?? []).flatMap((inner) => chain(inner, depth + 1)),
  ];
}
