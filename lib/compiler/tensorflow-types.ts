/**
 * TensorFlow.js for the checker: one flat file of declarations instead of the package's own 600, which re-export and
 * extend each other and are followed anew for every cell. It says the same: a cell of 20 lines is compiled in 4 ms
 * instead of 12, one that imports the package in 40 instead of 170. `scripts/tfjs-types.ts` makes it.
 *
 * It takes the place of the file that TypeScript found for the package, wherever that is, if the version there is the
 * one it was made from. A path deep into a package, and any other version, keep the package's own.
 */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { findPackageJSON } from "node:module";
import path from "node:path";
import { slashes } from "./paths.ts";

/** The version that the flat file was made from. */
const version = "4.22.0";

const whole = "tfjs";
const main = "dist/index.d.ts";
const mainFile =
  /\/node_modules\/@tensorflow\/(tfjs(?:-(?:core|layers|converter|data|backend-cpu|backend-webgl))?)\/dist\/index\.d\.ts$/u;

/**
 * What the checker shall read instead of `file`; undefined for any other file, which it reads itself. The parts of the
 * whole package give away the declarations of the whole one for a notebook in `folder`, so that their types agree.
 */
export function tensorFlowTypes(file: string, folder: string): string | undefined {
  const name = mainFile.exec(file)?.[1];
  if (name === undefined || versionAt(path.join(file, "../..")) !== version) return undefined;
  const text = flatText(name);
  if (text === undefined || name === whole) return text;
  const target = wholeFor(folder) ?? wholeBeside(file);
  // as it would be called from JavaScript: a declaration file cannot be imported by its own name
  return target && text.replaceAll(`"./${whole}.js"`, JSON.stringify(target.replace(/\.d\.ts$/u, ".js")));
}

/** Undefined where somebody took the file away: then the package's own serve. */
function flatText(name: string): string | undefined {
  // this module may have been packed into another folder of the project
  const project = path.dirname(findPackageJSON(import.meta.url)!);
  const file = path.join(project, "data", "tfjs", `${name}.d.ts`);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function wholeFor(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = path.join(at, "node_modules", "@tensorflow", whole);
    if (existsSync(found)) return wholeIn(found);
    if (path.dirname(at) === at) return undefined;
  }
}

function wholeBeside(file: string): string | undefined {
  return wholeIn(path.join(file, "../../..", whole));
}

/** The main file of the whole package in `folder`, behind links, as TypeScript calls it. */
function wholeIn(folder: string): string | undefined {
  return versionAt(folder) === version ? slashes(realpathSync.native(path.join(folder, main))) : undefined;
}

function versionAt(folder: string): string | undefined {
  try {
    return (JSON.parse(readFileSync(path.join(folder, "package.json"), "utf8")) as { version?: string }).version;
  } catch {
    return undefined;
  }
}
