/**
 * The reader's own modules behind a cell's imports. The checker holds them as it read them last; here they are compared
 * with the disk whenever a cell imports them, which is also when the session loads them again, so that types and values
 * change together. Errors in them are found once, and again when something in or under them changed.
 */
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { importersOf, isLocal, localFile, statsOf } from "./module-files.ts";
import { slashes } from "./paths.ts";
import { cellFileName } from "./runtime-names.ts";
import type { FileChanges } from "./program.ts";
import type { RawDiagnostic } from "./raw-diagnostic.ts";
import type { CellSyntax } from "./syntax.ts";
import type { CellDiagnostic } from "./types.ts";

interface Checker {
  filesChanged(changes: FileChanges): void;
  checkFile(file: string): RawDiagnostic[];
}

export interface LocalModules {
  /** Bring the checker up to date with what these imports of a cell lead to. */
  renew(specifiers: readonly string[]): void;
  /** What is wrong in the files that the last `renew` reached. */
  errors(): CellDiagnostic[];
}

interface File {
  text: string;
  specifiers: string[];
  imports: string[];
}

const importPath = /(?:\bfrom|\bimport|\b(?:import|require)\s*\()\s*["']([^"'\n]+)["']/gu;
const requirePath = /\brequire\s*\(\s*["']([^"'\n]+)["']/gu;
const argument = /^\s*\(\s*["'`]([^"'`\n]+)["'`]/u;
const javascript = /\.([cm]?)jsx?$/u;

/** The clocks of file systems go in steps of up to this. */
const clockStepMs = 2_000;

export function createLocalModules(folder: string, checker: Checker): LocalModules {
  const cell = pathToFileURL(path.join(folder, cellFileName)).href;
  const files = new Map<string, File>();
  /** Files in which nothing was wrong, and nothing has changed since. */
  const clean = new Set<string>();
  let reached = new Set<string>();
  const startedMs = Date.now();

  /** Whether the file may have come after the checker looked for it. */
  function isNew(file: string): boolean {
    const stats = statsOf(file);
    return stats !== undefined && stats.ctimeMs > startedMs - clockStepMs;
  }

  /** Read the file again. Returns whether it is still what it was. */
  function read(file: string): boolean {
    const known = files.get(file);
    const text = textOf(file);
    const specifiers = known?.text === text ? known.specifiers : specifiersIn(file, text);
    // resolved anew, since what they lead to may have been made or removed
    files.set(file, { text, specifiers, imports: targets(specifiers, pathToFileURL(file).href) });
    return known?.text === text;
  }

  return {
    renew(specifiers) {
      const changes = { changed: [] as string[], created: [] as string[], deleted: [] as string[] };
      reached = new Set(targets(specifiers, cell));
      for (const file of reached) {
        const isKnown = files.has(file);
        // a file that the checker met just now was read as it is; whether it looked for it earlier depends on its age
        if (!read(file) && (isKnown || isNew(file))) (isKnown ? changes.changed : changes.created).push(file);
        for (const each of files.get(file)!.imports) reached.add(each);
      }
      for (const file of files.keys())
        if (!reached.has(file) && !existsSync(file)) {
          changes.deleted.push(file);
          files.delete(file);
        }
      const all = [...changes.changed, ...changes.created, ...changes.deleted];
      if (all.length === 0) return;
      const imports = [...files].map(([file, each]): [string, string[]] => [file, each.imports]);
      for (const file of importersOf(all, imports)) clean.delete(file);
      checker.filesChanged(changes);
    },

    errors() {
      return [...reached].flatMap((file) => {
        if (clean.has(file) || file.endsWith(".json") || javascript.test(file)) return [];
        const found = checker.checkFile(file);
        if (found.length === 0) clean.add(file);
        const name = slashes(path.relative(folder, file));
        const { text } = files.get(file)!;
        return found.map((each) => ({ ...each, file: { name, text } }));
      });
    },
  };
}

/** The paths and packages that a cell imports, where its text names them. */
export function specifiersOf(code: string, syntax: CellSyntax): string[] {
  const required = [...code.matchAll(requirePath)].map((match) => match[1]!);
  return [...literalSpecifiers(code, syntax).map(({ specifier }) => specifier), ...required];
}

/** What the cell's `import` statements and calls name, and where each name ends. */
export function literalSpecifiers(code: string, syntax: CellSyntax): { specifier: string; end: number }[] {
  const statements = syntax.imports.map(({ start, end, specifier, attributes }) => {
    const text = code.slice(start, end);
    const before = attributes ? text.lastIndexOf(attributes) : text.length;
    return { specifier, end: start + text.lastIndexOf(specifier, before) + specifier.length };
  });
  const calls = syntax.dynamicImports.flatMap(({ end }) => {
    const [all, specifier] = argument.exec(code.slice(end)) ?? [];
    return all && specifier ? [{ specifier, end: end + all.length - 1 }] : [];
  });
  return [...statements, ...calls];
}

/** Nothing for a file that is gone since it was found, or that this user may not read: the checker says so. */
function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

function specifiersIn(file: string, text: string): string[] {
  return file.endsWith(".json") ? [] : [...text.matchAll(importPath)].map((match) => match[1]!);
}

/** The files that these imports lead to, with the declarations that stand beside JavaScript. */
function targets(specifiers: readonly string[], parentUrl: string): string[] {
  return specifiers.flatMap((specifier) => {
    const url = localFile(specifier, parentUrl);
    if (!url || !isLocal(url)) return [];
    const file = fileURLToPath(url);
    const declarations = file.replace(javascript, ".d.$1ts");
    return declarations !== file && existsSync(declarations) ? [file, declarations] : [file];
  });
}
