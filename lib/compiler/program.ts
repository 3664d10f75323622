/**
 * The type checker behind one notebook: the only file that knows TypeScript 7's API, which its makers call unstable.
 *
 * The program never changes its shape: one cell file and a fixed number of scope files exist from the start, and every
 * version of the cell file imports all scope files. Only contents change, so an update costs a parse instead of a new
 * program (0.6 ms instead of 49 ms, measured). The files are virtual; they stand in the notebook's folder so that
 * relative imports resolve as the reader expects.
 */
import type { ChildProcess } from "node:child_process";
import { API } from "typescript/unstable/sync";
import type { Diagnostic, Project, Snapshot } from "typescript/unstable/sync";
import type { SourceFile } from "typescript/unstable/ast";
import { ambient } from "./ambient.ts";
import { configFor, hasNodeModules, nearestConfig, nodeTypesFile } from "./config.ts";
import type { ResolvedOptions } from "./config.ts";
import { fewNodeTypes, wholeNodeTypes } from "./node-types.ts";
import { factsOf } from "./symbols.ts";
import type { SymbolFacts } from "./types.ts";

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

export interface Program {
  setCell(text: string): void;
  setScope(index: number, text: string): void;
  parseCell(): SourceFile;
  /** Errors in the cell file from offset `from` on. */
  checkCell(from: number): RawDiagnostic[];
  /** Errors in a module that a cell imports. */
  checkFile(file: string): RawDiagnostic[];
  /** Files that were read are on the disk with another text, or new, or gone. */
  filesChanged(changes: FileChanges): void;
  /** Read all of Node's types, once: a few serve until something needs more. Takes 0.1 s. */
  loadNodeTypes(): void;
  /** Parse errors only. */
  syntaxErrors(): RawDiagnostic[];
  symbolAt(position: number): SymbolFacts | undefined;
  /** The project as it is now, for questions about single places. What it gives is void after the next change. */
  current(): { project: Project; cellFile: string };
  /** Whether imports mean what they mean to Node, not to bundlers. */
  nodeModules: boolean;
  /** TypeScript's own process. */
  checkerPid: number | undefined;
  close(): void;
}

/** How a cell or another scope file imports scope file `index`. */
export function scopeSpecifier(index: number): string {
  return `./__scope_${index}__.mts`;
}

/** Open a program for a notebook in folder `cwd`. Takes about 0.1 s, most of it reading the standard library's types. */
export function openProgram(cwd: string): Program {
  const folder = slashes(cwd).replace(/\/$/, "");
  const configFile = `${folder}/__cells__.tsconfig.json`;
  const cellFile = `${folder}/__cell__.mts`;
  const scopeFiles = Array.from({ length: scopeFileCount }, (_, index) => `${folder}/__scope_${index}__.mts`);
  const ambientFile = `${folder}/__ambient__.d.ts`;
  const nodeFile = `${folder}/__node__.d.ts`;
  const files = new Map([
    [ambientFile, ambient],
    [cellFile, emptyCell()],
  ]);
  for (const file of scopeFiles) files.set(file, "export {};\n");

  const api = new API({
    cwd: folder,
    fs: { readFile: (file) => files.get(file), fileExists: (file) => (files.has(file) ? true : undefined) },
  });
  const nearest = nearestConfig(folder);
  const theirs = nearest ? readConfig(nearest) : undefined;
  // the browser's library has names that the few would clash with, and a list of all types has Node's in it
  let hasWhole = theirs?.lib?.some((name) => name.includes(".dom.")) || theirs?.types?.includes("*");
  const whole = (): string => wholeNodeTypes(nodeTypesFile(folder, theirs ?? {}));
  files.set(nodeFile, hasWhole ? whole() : fewNodeTypes);
  files.set(
    configFile,
    JSON.stringify(configFor([ambientFile, nodeFile, cellFile, ...scopeFiles], { nearest, theirs })),
  );
  let snapshot: Snapshot = api.updateSnapshot({ openProjects: [configFile] });
  let project = onlyProject(snapshot);
  /** Asked for once for each state of the project. */
  let fileNames: Set<string> | undefined;

  /** What the reader's tsconfig.json says, with all that it extends. */
  function readConfig(file: string): ResolvedOptions {
    files.set(configFile, JSON.stringify({ extends: file, include: [], files: [cellFile] }));
    return api.parseConfigFile(configFile).options as ResolvedOptions;
  }

  function update(fileChanges: FileChanges | { changed: string[] } | { invalidateAll: true }): void {
    const previous = snapshot;
    snapshot = api.updateSnapshot({ fileChanges });
    project = onlyProject(snapshot);
    fileNames = undefined;
    previous.dispose();
  }

  function setFile(file: string, text: string): void {
    // half of a surrogate pair, which a client may send, is the end of the checker
    files.set(file, text.toWellFormed());
    update({ changed: [file] });
  }

  function loadNodeTypes(): void {
    if (hasWhole) return;
    hasWhole = true;
    setFile(nodeFile, whole());
  }

  function checkCell(from: number): RawDiagnostic[] {
    const all = [...syntaxErrors(cellFile), ...project.program.getSemanticDiagnostics(cellFile).map(flatten)];
    return all.filter(({ start }) => start >= from);
  }

  return {
    setCell: (text) => setFile(cellFile, text),
    setScope: (index, text) => setFile(scopeFiles[index]!, text),
    parseCell() {
      const source = project.program.getSourceFile(cellFile);
      if (!source) throw new Error("TypeScript lost the cell file");
      return source;
    },
    checkCell(from) {
      let found = checkCell(from);
      if (found.length > 0 && !hasWhole) {
        loadNodeTypes();
        found = checkCell(from);
      }
      // what was not there when it was looked for may have been installed since
      if (found.some(({ code }) => notFound.has(code))) {
        update({ invalidateAll: true });
        found = checkCell(from);
      }
      return found;
    },
    checkFile(path) {
      const file = slashes(path);
      fileNames ??= new Set(project.program.getSourceFileNames());
      if (!fileNames.has(file)) return [];
      const syntactic = syntaxErrors(file);
      return syntactic.length > 0 ? syntactic : project.program.getSemanticDiagnostics(file).map(flatten);
    },
    filesChanged({ changed, created, deleted }) {
      update({ changed: changed.map(slashes), created: created.map(slashes), deleted: deleted.map(slashes) });
    },
    loadNodeTypes,
    syntaxErrors: () => syntaxErrors(cellFile),
    symbolAt(position) {
      const symbol = project.checker.getSymbolAtPosition(cellFile, position);
      return symbol && factsOf(project.checker, symbol);
    },
    current: () => ({ project, cellFile }),
    nodeModules: hasNodeModules(theirs ?? {}),
    checkerPid: processOf(api)?.pid,
    close() {
      snapshot.dispose();
      closeQuietly(api);
    },
  };

  function syntaxErrors(file: string): RawDiagnostic[] {
    return project.program.getSyntacticDiagnostics(file).map(flatten);
  }
}

/** TypeScript's numbers for a module that is not there. */
const notFound = new Set([2307, 2792, 2882, 7016]);

/** What a cell file must always start with, so that the program keeps its shape. */
export function emptyCell(): string {
  return Array.from({ length: scopeFileCount }, (_, index) => `import {} from "${scopeSpecifier(index)}";`).join("");
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

/** The checker's process prints "context canceled" to our stderr when it is asked to stop, and nothing when it is not asked. */
function closeQuietly(api: API): void {
  processOf(api)?.kill("SIGKILL");
  api.close();
}

function processOf(api: API): ChildProcess | undefined {
  return (api as unknown as { client?: { channel?: { child?: ChildProcess } } }).client?.channel?.child;
}
