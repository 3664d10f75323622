/**
 * The type checker behind one notebook: the only file that knows TypeScript 7's API, which its makers call unstable.
 *
 * The program keeps its shape: one cell file, a fixed number of scope files and one file between them, the hub, exist
 * from the start, and what each imports stays the same. Only contents change, so an update costs a parse instead of a
 * new program (0.6 ms instead of 49 ms, measured). The files are virtual; they stand in the notebook's folder so that
 * relative imports resolve as the reader expects.
 */
import type { ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { API } from "typescript/unstable/sync";
import type { Diagnostic, Project, Snapshot } from "typescript/unstable/sync";
import type { SourceFile } from "typescript/unstable/ast";
import { ambient } from "./ambient.ts";
import { factsOf, kindName } from "./symbols.ts";
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
   */
  update(texts: readonly FileText[]): void;
  parseCell(): SourceFile;
  /** Errors of the types; those of the syntax are not among them. */
  checkCell(): RawDiagnostic[];
  syntaxErrors(): RawDiagnostic[];
  /** What may stand at a position. Undefined where any name could: the caller knows those better. */
  completions(position: number): { name: string; kind: string }[] | undefined;
  symbolAt(position: number): SymbolFacts | undefined;
  /** The project as it is now, for questions about single places. What it gives is void after the next change. */
  current(): { project: Project; cellFile: string };
  /** TypeScript's own process. */
  checkerPid: number | undefined;
  close(): void;
}

/** Open a program for a notebook in folder `cwd`. Takes about 0.2 s, most of it reading the standard library's types. */
export function openProgram(cwd: string): Program {
  const folder = cwd.replaceAll("\\", "/").replace(/\/$/, "");
  const configFile = `${folder}/__cells__.tsconfig.json`;
  const cellFile = `${folder}/__cell__.mts`;
  const scopeFiles = Array.from({ length: scopeFileCount }, (_, index) => `${folder}/__scope_${index}__.mts`);
  const ambientFile = `${folder}/__ambient__.d.ts`;
  const hubFile = `${folder}/__hub__.mts`;
  const files = new Map([
    [configFile, JSON.stringify(configFor(folder, [ambientFile, cellFile, hubFile, ...scopeFiles]))],
    [ambientFile, ambient],
    [cellFile, hubImport],
    [hubFile, emptyHub()],
  ]);
  for (const file of scopeFiles) files.set(file, emptyScope);

  const api = new API({
    cwd: folder,
    fs: { readFile: (file) => files.get(file), fileExists: (file) => (files.has(file) ? true : undefined) },
  });
  let snapshot: Snapshot = api.updateSnapshot({ openProjects: [configFile] });
  let project = onlyProject(snapshot);

  const pathOf = (file: FileName): string =>
    file === "cell" ? cellFile : file === "hub" ? hubFile : scopeFiles[file]!;

  return {
    update(texts) {
      for (const { file, text } of texts) files.set(pathOf(file), text);
      const previous = snapshot;
      snapshot = api.updateSnapshot({ fileChanges: { changed: texts.map(({ file }) => pathOf(file)) } });
      project = onlyProject(snapshot);
      previous.dispose();
    },
    parseCell() {
      const source = project.program.getSourceFile(cellFile);
      if (!source) throw new Error("TypeScript lost the cell file");
      return source;
    },
    checkCell: () => project.program.getSemanticDiagnostics(cellFile).map(flatten),
    syntaxErrors: () => project.program.getSyntacticDiagnostics(cellFile).map(flatten),
    completions(position) {
      try {
        const found = project.checker.getCompletionsAtPosition(cellFile, position);
        return (found?.entries ?? []).map(({ name, kind }) => ({ name, kind: kindName(kind) }));
      } catch (error) {
        // 7.0 completes members and import paths; where any name could stand it wants an index that the API cannot give
        if (error instanceof Error && error.message.includes("needs auto imports")) return undefined;
        throw error;
      }
    },
    symbolAt(position) {
      const symbol = project.checker.getSymbolAtPosition(cellFile, position);
      return symbol && factsOf(project.checker, symbol);
    },
    current: () => ({ project, cellFile }),
    checkerPid: processOf(api)?.pid,
    close() {
      snapshot.dispose();
      closeQuietly(api);
    },
  };
}

/** How the cell file and the scope files start: what they need of each other comes through the hub. */
export const hubImport = 'import * as $hub from "./__hub__.mts";';

/** A scope file without cells. */
export const emptyScope = `${hubImport}\ndeclare function $await<T>(value: T): Awaited<T>;\nexport {};\n`;

/** The hub without modules. */
export function emptyHub(): string {
  return Array.from({ length: scopeFileCount }, (_, index) => `export * as $f${index} from "./__scope_${index}__.mts";`).join("\n");
}

function onlyProject(snapshot: Snapshot): Project {
  const [project] = snapshot.getProjects();
  if (!project) throw new Error("TypeScript opened no project for the notebook");
  return project;
}

/** The nearest tsconfig.json decides how strict a cell is; without one, old notebooks must run, so checks are loose. */
function configFor(folder: string, files: string[]): object {
  const nearest = nearestConfig(folder);
  const needed = {
    noEmit: true,
    composite: false,
    incremental: false,
    allowImportingTsExtensions: true,
    erasableSyntaxOnly: false,
    verbatimModuleSyntax: false,
    isolatedModules: false,
    noUnusedLocals: false,
    noUnusedParameters: false,
    skipLibCheck: true,
  };
  if (nearest) return { extends: nearest, compilerOptions: needed, include: [], files };
  const loose = {
    target: "es2024",
    lib: ["es2025"],
    module: "preserve",
    moduleResolution: "bundler",
    strict: false,
    types: ["node"],
    typeRoots: [ownTypes()],
  };
  return { compilerOptions: { ...loose, ...needed }, include: [], files };
}

function nearestConfig(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const file = path.join(at, "tsconfig.json");
    if (existsSync(file)) return file.replaceAll("\\", "/");
    if (path.dirname(at) === at) return undefined;
  }
}

/** The `@types` folder beside this project's own packages: a notebook anywhere can name `console` and `process`. */
function ownTypes(): string {
  const nodeTypes = fileURLToPath(import.meta.resolve("@types/node/package.json"));
  return path.dirname(path.dirname(nodeTypes)).replaceAll("\\", "/");
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
