/** `import` as a cell means it: from the notebook's folder, wherever this file is, and what is on the disk now. */
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { cellFileName, runtimeNames } from "../../compiler/runtime-names.ts";
import { forgetStandIns, settled, withoutCompanion } from "./companions.ts";
import { fromCell, hookModules, withoutEdit } from "./modules-hooks.ts";

/** Give cells `import`, `import.meta`, `require`, `__dirname` and `__filename`, all relative to folder `cwd`. */
export function installModules(cwd: string): void {
  const filename = path.join(cwd, cellFileName);
  const cell = pathToFileURL(filename).href;
  const modules = hookModules(cell);
  const importAs = (view: (namespace: object) => object) => async (specifier: unknown, options?: ImportCallOptions) => {
    modules.refresh();
    const wanted = String(specifier);
    const namespace = await modules.attempt(wanted, () => import(fromCell + wanted, options) as Promise<object>);
    await settled();
    return view(namespace);
  };
  defineFixed(runtimeNames.import, importAs(namespaceView({ ownDefault: false })));
  defineFixed(runtimeNames.bundlerImport, importAs(namespaceView({ ownDefault: true })));
  defineFixed(runtimeNames.meta, { url: cell, dirname: cwd, filename, main: true, resolve });
  const plain = createRequire(cell);
  const requireNow = (id: string): unknown => {
    modules.refresh();
    try {
      return plain(id);
    } catch (error) {
      forgetStandIns();
      throw error;
    }
  };
  const resolveRequired = (id: string, options?: { paths?: string[] }): string => {
    const found = plain.resolve(id, options);
    const own = withoutCompanion(found);
    return own === found ? found : fileURLToPath(own);
  };
  define("require", Object.assign(requireNow, plain, { resolve: Object.assign(resolveRequired, plain.resolve) }));
  define("__dirname", cwd);
  define("__filename", filename);
}

/** Where a cell's import of `specifier` would lead. */
function resolve(specifier: unknown): string {
  return withoutCompanion(withoutEdit(import.meta.resolve(fromCell + String(specifier))));
}

/**
 * A CommonJS module's namespace with the names that Node does not see in its text. An `import` statement of such a name
 * would be refused by Node; the checker has accepted it, and the cell gets it. `ownDefault`: where the module was
 * compiled from one with a default export, that is the default.
 */
function namespaceView({ ownDefault }: { ownDefault: boolean }): (namespace: object) => object {
  const views = new WeakMap<object, object>();
  return (namespace) => {
    const exports = (namespace as Record<string, unknown>)["module.exports"];
    if ((typeof exports !== "object" && typeof exports !== "function") || exports === null) return namespace;
    const isCompiled = ownDefault && "__esModule" in exports && "default" in exports;
    const names = Object.keys(exports).filter((name) => !(name in namespace) || (isCompiled && name === "default"));
    if (names.length === 0) return namespace;
    const view = views.get(namespace) ?? Object.create(null);
    views.set(namespace, view);
    for (const [source, keys] of [[namespace, Object.keys(namespace)] as const, [exports, names] as const])
      for (const name of keys)
        Object.defineProperty(view, name, {
          enumerable: true,
          configurable: true,
          get: () => Reflect.get(source, name),
        });
    return view;
  };
}

/** A CommonJS module that was stopped while it was loading would pass for loaded. Called while none is. */
export function forgetHalfLoaded(): void {
  const { cache } = createRequire(import.meta.url);
  for (const [id, module] of Object.entries(cache)) if (!module?.loaded) delete cache[id];
}

/** A global that compiled cells rely on. */
export function defineFixed(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value });
}

/** A global that cells can use and that no listing of globals shows. */
export function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
}
