/**
 * How this process finds and loads modules: the reader's own files as TypeScript means them and in their newest version,
 * tslab as the copy that shows its outputs here, TensorFlow.js with its companion, and all else as Node does.
 */
import { createRequire, registerHooks } from "node:module";
import type { LoadFnOutput, LoadHookContext, ResolveFnOutput, ResolveHookContext } from "node:module";
import { fileURLToPath } from "node:url";
import { isLocal, localFile } from "../../compiler/module-files.ts";
import { forgetStandIns, isCompanion, standInAt, standInFor } from "./companions.ts";
import { createModuleGraph } from "./modules-graph.ts";
import { compileFile, formatOf, hasModuleSyntax, needsCompiling } from "./modules-source.ts";
import { connectTslab } from "./tslab.ts";

export interface LocalModules {
  /** Let what has changed on the disk since it was loaded be loaded again. */
  refresh(): void;
  /** Run an import of the cell's; one that fails leaves nothing behind, so that it can be tried again. */
  attempt<T>(specifier: string, load: () => Promise<T>): Promise<T>;
}

/** How the specifier of a cell's import begins: this process makes it, and it is resolved as from the cell. */
export const fromCell = "cell:";

/** The part of a URL that tells instances of one file apart. */
const editQuery = /[?&]edit=\d+$/u;

/** What linking says of an import of something that is only a type: TypeScript drops it, stripping does not. */
const missingExport = /does not provide an export named/u;

/** Asked before the hooks are there. */
const tslab = import.meta.resolve("tslab");

/** Install the hooks. `cell` is the URL that cells import from. */
export function hookModules(cell: string): LocalModules {
  const graph = createModuleGraph();
  /** The file that a cell's import led to. */
  const roots = new Map<string, string>();
  /** Files that esbuild compiles though stripping their types would do. */
  const compiled = new Set<string>();
  const { cache } = createRequire(import.meta.url);

  function resolve(
    written: string,
    context: ResolveHookContext,
    next: (specifier: string, context?: Partial<ResolveHookContext>) => ResolveFnOutput,
  ): ResolveFnOutput {
    const isCells = written.startsWith(fromCell);
    const specifier = isCells ? written.slice(fromCell.length) : written;
    if (specifier === "tslab") {
      connectTslab();
      // subtle: `next` looks from the caller's folder when the caller is `require`
      return { url: tslab, format: "commonjs", shortCircuit: true };
    }
    const parentURL = isCells ? cell : context.parentURL;
    const wanted = parentURL && isLocal(parentURL) ? localFile(specifier, parentURL) : undefined;
    const required = context.conditions.includes("require");
    // Node's `require` takes paths, and its `import` URLs
    const found = next((required && wanted ? fileURLToPath(wanted) : wanted) ?? specifier, { ...context, parentURL });
    if (!isReaders(found.url)) {
      const standIn = standInFor(found.url, { specifier, parent: parentURL });
      return standIn === undefined ? found : { url: standIn, format: "module", shortCircuit: true };
    }
    const file = fileURLToPath(found.url);
    if (parentURL === cell) roots.set(specifier, file);
    else if (parentURL && isLocal(parentURL)) graph.link(fileURLToPath(parentURL), file);
    const json = file.endsWith(".json") && !required;
    return {
      ...found,
      url: withEdit(found.url, graph.version(file)),
      ...(json ? { importAttributes: { ...context.importAttributes, type: "json" } } : {}),
    };
  }

  function load(
    url: string,
    context: LoadHookContext,
    next: (url: string, context?: Partial<LoadHookContext>) => LoadFnOutput,
  ): LoadFnOutput {
    const source = standInAt(url);
    if (source !== undefined) return { format: "module", source, shortCircuit: true };
    if (!isReaders(url)) return next(url, context);
    const file = fileURLToPath(url);
    graph.load(file);
    // subtle: Node finds a required ES module by its file alone, so a second instance must not be one
    const again = graph.version(file) > 0 && context.conditions.includes("require") && hasModuleSyntax(file);
    if (!again && !compiled.has(file) && !needsCompiling(file)) return next(url, context);
    const format = again ? "commonjs" : formatOf(file);
    return { format, source: compileFile(file, format), shortCircuit: true };
  }

  function forget(files: readonly string[]): void {
    for (const file of files) delete cache[file];
  }

  registerHooks({ resolve, load });
  return {
    refresh: () => forget(graph.refresh()),
    async attempt(specifier, run) {
      const turn = graph.turn();
      const renew = (): string[] => {
        const files = graph.fail(roots.get(specifier) ?? specifier, turn);
        forget(files);
        forgetStandIns();
        return files;
      };
      try {
        return await run();
      } catch (error) {
        const files = renew().filter((file) => /\.[cm]?ts$/u.test(file) && !compiled.has(file));
        if (!(error instanceof SyntaxError && missingExport.test(error.message)) || files.length === 0) throw error;
        for (const file of files) compiled.add(file);
      }
      try {
        return await run();
      } catch (error) {
        renew();
        throw error;
      }
    },
  };
}

/** Whether it is a file that is loaded again when it changes. */
function isReaders(url: string): boolean {
  return isLocal(url) && !isCompanion(url);
}

/** A URL without what tells instances apart. */
export function withoutEdit(url: string): string {
  return url.replace(editQuery, "");
}

function withEdit(url: string, version: number): string {
  const plain = withoutEdit(url);
  return version === 0 ? plain : `${plain}${plain.includes("?") ? "&" : "?"}edit=${version}`;
}
