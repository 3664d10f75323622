/** `import` as a cell means it: from the notebook's folder, wherever this file is. */
import { createRequire, registerHooks } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { connectTslab } from "./tslab.ts";
import { runtimeNames } from "../../compiler/runtime-names.ts";

/** Give cells `import`, `import.meta` and `require`, all relative to folder `cwd`. */
export function installModules(cwd: string): void {
  const cell = pathToFileURL(path.join(cwd, "__cell__.mts"));
  registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, context.parentURL === import.meta.url ? { ...context, parentURL: cell.href } : context),
  });
  defineFixed(runtimeNames.import, (specifier: string, options?: ImportCallOptions) => {
    if (specifier === "tslab") connectTslab();
    return import(specifier, options);
  });
  defineFixed(runtimeNames.meta, { url: cell.href, dirname: cwd, filename: path.join(cwd, "__cell__.mts") });
  define("require", createRequire(cell));
}

/** A global that compiled cells rely on. */
export function defineFixed(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value });
}

/** A global that cells can use and that no listing of globals shows. */
export function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true, enumerable: false });
}
