/**
 * TypeScript files that Node cannot run by blanking their types: enums, namespaces, parameter properties, decorators,
 * JSX, and imports of nothing but types. They are compiled by esbuild, with source maps, so that stack traces are right.
 */
import { readFileSync } from "node:fs";
import { createRequire, findPackageJSON, setSourceMapsSupport, stripTypeScriptTypes } from "node:module";
import { pathToFileURL } from "node:url";
import type { Loader, transformSync } from "esbuild";

const typescript = /\.[cm]?tsx?$/u;

/** Files of these kinds Node does not load at all. */
const jsx = /\.[jt]sx$/u;

/** What type stripping refuses, or something that looks like it. */
const unerasable =
  /\b(?:enum|namespace|module)\s+[\w$"'.]+\s*\{|\bconstructor\s*\([^)]*\b(?:public|private|protected|readonly|override)\s|\bimport\s+[\w$]+\s*=|^\s*export\s*=/mu;

/** V8 has no decorators, and stripping lets them pass. */
const decorator = /^[ \t]*@[\w$(]|[;{}][ \t]*@[\w$(]/mu;

const moduleSyntax = /^\s*(?:import|export)\b|\bimport\.meta\b/mu;

/** Whether Node cannot load the file itself. */
export function needsCompiling(file: string): boolean {
  if (jsx.test(file)) return true;
  if (!typescript.test(file)) return false;
  const text = readFileSync(file, "utf8");
  if (decorator.test(text)) return true;
  if (!unerasable.test(text)) return false;
  try {
    stripTypeScriptTypes(text);
    return false;
  } catch {
    return true;
  }
}

/** Whether the file is, or is meant to become, an ES module. */
export function hasModuleSyntax(file: string): boolean {
  return !file.endsWith(".json") && moduleSyntax.test(readFileSync(file, "utf8"));
}

/** What kind of module the file is: by its extension, its package, or what it says. */
export function formatOf(file: string): "module" | "commonjs" {
  const [, kind] = /\.([cm])?[jt]sx?$/u.exec(file) ?? [];
  if (kind) return kind === "m" ? "module" : "commonjs";
  return isInModulePackage(file) || hasModuleSyntax(file) ? "module" : "commonjs";
}

function isInModulePackage(file: string): boolean {
  const description = findPackageJSON(pathToFileURL(file));
  if (!description) return false;
  try {
    return (JSON.parse(readFileSync(description, "utf8")) as { type?: unknown }).type === "module";
  } catch {
    return false;
  }
}

/** The file as JavaScript in the form that `format` names. Throws an error that names the file and the place. */
export function compileFile(file: string, format: "module" | "commonjs"): string {
  // only now, since it makes every error slower
  setSourceMapsSupport(true, { nodeModules: false, generatedCode: false });
  return esbuild().transformSync(readFileSync(file, "utf8"), {
    loader: file.slice(file.lastIndexOf(".") + 1).replace(/^[cm]/u, "") as Loader,
    format: format === "module" ? "esm" : "cjs",
    // decorators are the one feature of this target that V8 does not have
    target: "es2024",
    sourcemap: "inline",
    sourcefile: pathToFileURL(file).href,
    sourcesContent: false,
    charset: "utf8",
    logLevel: "silent",
  }).code;
}

function esbuild(): { transformSync: typeof transformSync } {
  return createRequire(import.meta.url)("esbuild") as { transformSync: typeof transformSync };
}
