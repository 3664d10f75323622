/**
 * The reader's own modules that are loaded, who imports whom, and which of them have changed on the disk since.
 *
 * Node never loads a module twice and offers no way to forget one, so a changed module gets a new version, which
 * becomes part of its URL: a new instance, as does everything that imports it. Unchanged modules keep theirs.
 */
import { readFileSync, statSync } from "node:fs";
import type { Stats } from "node:fs";
import { performance } from "node:perf_hooks";
import { importersOf, reachable } from "../../compiler/module-files.ts";
import { now } from "./own.ts";

interface Known {
  version: number;
  /** What the file was when it was loaded. Undefined until then. */
  loaded: Fingerprint | undefined;
  imports: Set<string>;
  /** Counts all loads, so that those of one import can be told. */
  turn: number;
}

interface Fingerprint {
  mtimeMs: number;
  size: number;
  text: string;
  /** Written so shortly before it was read that a second write may have left the same time. */
  recent: boolean;
}

/** The coarsest clock of a file system in use: FAT counts two seconds. */
const coarsestMs = 2000;

const { timeOrigin } = performance;

export interface ModuleGraph {
  /** Note that `parent` imports `file`. */
  link(parent: string, file: string): void;
  /** Note that `file` is being loaded as it is now. */
  load(file: string): void;
  /** 0 for the first instance. */
  version(file: string): number;
  /** Look at every loaded file. Those that changed, and those that import them, get a new version and are returned. */
  refresh(): string[];
  /** The number of loads so far. */
  turn(): number;
  /** What was loaded for `file` after `turn` failed with it: all of it gets a new version, and is returned. */
  fail(file: string, turn: number): string[];
}

export function createModuleGraph(): ModuleGraph {
  const modules = new Map<string, Known>();
  let turns = 0;

  function known(file: string): Known {
    const module = modules.get(file) ?? { version: 0, loaded: undefined, imports: new Set(), turn: 0 };
    modules.set(file, module);
    return module;
  }

  function renew(files: Iterable<string>): string[] {
    const all = [...files];
    for (const file of all) {
      const module = known(file);
      module.version++;
      module.loaded = undefined;
      module.imports.clear();
    }
    return all;
  }

  return {
    link: (parent, file) => void known(parent).imports.add(file),
    load(file) {
      const module = known(file);
      module.loaded = fingerprint(file);
      module.turn = ++turns;
    },
    version: (file) => modules.get(file)?.version ?? 0,
    refresh() {
      const changed = [...modules].filter(([file, { loaded }]) => loaded && !isSame(loaded, file));
      if (changed.length === 0) return [];
      const loaded = [...modules].map(([file, { imports }]): [string, Set<string>] => [file, imports]);
      return renew(
        importersOf(
          changed.map(([file]) => file),
          loaded,
        ),
      );
    },
    turn: () => turns,
    fail(file, turn) {
      const tree = reachable([file], (each) => modules.get(each)?.imports ?? []);
      return renew([...tree].filter((each) => known(each).turn > turn));
    },
  };
}

function fingerprint(file: string): Fingerprint {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return { mtimeMs: 0, size: -1, text: "", recent: false };
  return { mtimeMs: stat.mtimeMs, size: stat.size, text: textOf(file), recent: isRecent(stat) };
}

function isSame(loaded: Fingerprint, file: string): boolean {
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat || stat.size !== loaded.size) return false;
  if (stat.mtimeMs === loaded.mtimeMs && !loaded.recent) return true;
  if (textOf(file) !== loaded.text) return false;
  // the same text under a newer date
  Object.assign(loaded, { mtimeMs: stat.mtimeMs, recent: isRecent(stat) });
  return true;
}

/** Its bytes, one a character. Not a hash: the module that makes those takes longer to load than all of this. */
function textOf(file: string): string {
  return readFileSync(file, "latin1");
}

function isRecent({ mtimeMs }: Stats): boolean {
  return timeOrigin + now() - mtimeMs < coarsestMs;
}
