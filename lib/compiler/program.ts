/**
 * The type checker behind one notebook: the only file that opens and updates TypeScript 7's program.
 *
 * The program keeps its shape: its files exist from the start, and what each imports stays the same. Only contents
 * change, so an update costs a parse instead of a new program (0.6 ms instead of 49 ms, measured).
 */
import type { ChildProcess } from "node:child_process";
import { startSilently } from "./checker-process.ts";
import { configFor, hasNodeModules, lateLibOf, nearestConfig, nodeTypesFile } from "./config.ts";
import type { ResolvedOptions } from "./config.ts";
import { fewNodeTypes, wholeNodeTypes } from "./node-types.ts";
import { slashes } from "./paths.ts";
import { programFiles } from "./program-files.ts";
import type { FileText, ProgramFiles } from "./program-files.ts";
import { isNotFound, rawDiagnostic } from "./raw-diagnostic.ts";
import type { RawDiagnostic } from "./raw-diagnostic.ts";
import { createTensorFlowTypes } from "./tensorflow-types.ts";
import { API } from "./typescript.ts";
import type { Project, Snapshot, SourceFile } from "./typescript.ts";

/** Files on the disk, by their paths. */
export interface FileChanges {
  changed: string[];
  created: string[];
  deleted: string[];
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
  const files = programFiles(slashes(cwd).replace(/\/$/, ""));
  const tensorFlow = createTensorFlowTypes(files.folder);
  const readFile = (file: string): string | undefined => files.texts.get(file) ?? tensorFlow.textOf(file);
  const api = startChecker(files, { readFile, onStart });
  const { nodeModules, wholeTypes } = configure(files, api);
  const state = openProject(api, files.config);
  let hasWhole = wholeTypes === undefined;
  /** Whether everything was looked for on the disk, and nothing has changed since. */
  let isFresh = false;

  function renew(changes: Parameters<typeof state.renew>[0]): void {
    state.renew(changes);
    isFresh = "invalidateAll" in changes;
    if (tensorFlow.hasTurned()) renew({ invalidateAll: true });
  }

  function update(texts: readonly FileText[], { nodeTypes = false } = {}): void {
    // half of a surrogate pair, which a client may send, is the end of the checker
    const changed = texts.map(({ file, text }): [string, string] => [files.pathOf(file), text.toWellFormed()]);
    if (nodeTypes && !hasWhole) {
      hasWhole = true;
      changed.push([files.node, wholeTypes!()]);
    }
    for (const [file, text] of changed) files.texts.set(file, text);
    if (changed.length > 0) renew({ changed: changed.map(([file]) => file) });
  }

  const loadNodeTypes = (): void => update([], { nodeTypes: true });

  const syntaxErrors = (file: string): RawDiagnostic[] =>
    state.project().program.getSyntacticDiagnostics(file).map(rawDiagnostic);

  const typeErrors = (file: string): RawDiagnostic[] =>
    state.project().program.getSemanticDiagnostics(file).map(rawDiagnostic);

  /** Check; and if something is not there, once more after all was looked for again: it may have been installed since. */
  function checkTwice(check: () => RawDiagnostic[]): RawDiagnostic[] {
    const found = check();
    if (isFresh || !found.some(isNotFound)) return found;
    renew({ invalidateAll: true });
    return check();
  }

  return {
    update,
    parseCell() {
      const source = state.project().program.getSourceFile(files.cell);
      if (!source) throw new Error("TypeScript lost the cell file");
      return source;
    },
    checkCell(from) {
      const check = (): RawDiagnostic[] => typeErrors(files.cell).filter(({ start }) => start >= from);
      const found = check();
      if (found.length === 0) return found;
      loadNodeTypes();
      return checkTwice(check);
    },
    checkFile(path) {
      const file = slashes(path);
      // TypeScript knows whether the letter case of a path matters on this disk
      if (!state.project().program.getSourceFileMetadata(file)) return [];
      const syntactic = syntaxErrors(file);
      return syntactic.length > 0 ? syntactic : checkTwice(() => typeErrors(file));
    },
    filesChanged({ changed, created, deleted }) {
      renew({ changed: changed.map(slashes), created: created.map(slashes), deleted: deleted.map(slashes) });
    },
    loadNodeTypes,
    syntaxErrors: () => syntaxErrors(files.cell),
    current: () => ({ project: state.project(), cellFile: files.cell }),
    nodeModules,
    close() {
      state.dispose();
      api.close();
    },
  };
}

interface StartOptions {
  readFile: (file: string) => string | undefined;
  onStart: ((checker: ChildProcess) => void) | undefined;
}

/** Start TypeScript's process, which sees `files` on the disk. */
function startChecker({ folder, texts }: ProgramFiles, { readFile, onStart }: StartOptions): API {
  const fileExists = (file: string): true | undefined => (texts.has(file) ? true : undefined);
  const fs = { readFile, fileExists };
  const { started, process } = startSilently(() => new API({ cwd: folder, fs }));
  if (process?.pid !== undefined) onStart?.(process);
  return started;
}

/** Write the program's options and the types of Node to start with. `wholeTypes`: those to come, if any are missing. */
function configure(files: ProgramFiles, api: API): { nodeModules: boolean; wholeTypes: (() => string) | undefined } {
  const { folder, config, texts, sources } = files;
  const nearest = nearestConfig(folder);
  let theirs: ResolvedOptions = {};
  if (nearest) {
    // with all that it extends
    texts.set(config, JSON.stringify({ extends: nearest, include: [], files: [files.cell] }));
    theirs = api.parseConfigFile(config).options as ResolvedOptions;
  }
  texts.set(config, JSON.stringify(configFor(sources, { nearest, theirs })));
  const hasBrowser = theirs.lib?.some((name) => /\.(?:dom|webworker)\./u.test(name)) ?? false;
  const wholeTypes = (): string =>
    wholeNodeTypes(nodeTypesFile(folder, theirs), { lib: lateLibOf(theirs), hasBrowser });
  // the browser's library has names that the few would clash with, and a list of all types has Node's in it
  const isWhole = hasBrowser || (theirs.types?.includes("*") ?? false);
  texts.set(files.node, isWhole ? wholeTypes() : fewNodeTypes);
  return { nodeModules: hasNodeModules(theirs), wholeTypes: isWhole ? undefined : wholeTypes };
}

type Changes = FileChanges | { changed: string[] } | { invalidateAll: true };

/** The project of `config` as it is after the newest changes. */
function openProject(api: API, config: string) {
  let snapshot: Snapshot = api.updateSnapshot({ openProjects: [config] });
  let project = onlyProject(snapshot);
  return {
    project: () => project,
    renew(fileChanges: Changes) {
      const previous = snapshot;
      snapshot = api.updateSnapshot({ fileChanges });
      project = onlyProject(snapshot);
      previous.dispose();
    },
    dispose: () => snapshot.dispose(),
  };
}

function onlyProject(snapshot: Snapshot): Project {
  const [project] = snapshot.getProjects();
  if (!project) throw new Error("TypeScript opened no project for the notebook");
  return project;
}
