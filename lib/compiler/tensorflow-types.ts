/**
 * TensorFlow.js for the checker: one flat file of declarations instead of the package's own 600, which re-export and
 * extend each other and are followed anew for every cell. It says the same: a cell of 20 lines is compiled in 4 ms
 * instead of 12, one that imports the package in 40 instead of 170. `scripts/tfjs-types.ts` makes it.
 *
 * It takes the place of the file that TypeScript found for the package, wherever that is, if the version there is the
 * one it was made from. Another version keeps the package's own, and so does a program that imports a path deep into
 * a package: the class in that file and the one in the flat file would be two.
 */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { findPackageJSON } from "node:module";
import path from "node:path";
import { slashes } from "./paths.ts";

/** The version that the flat file was made from. */
const version = "4.22.0";

const whole = "tfjs";
const main = "dist/index.d.ts";
const declarations =
  /^(.*\/node_modules\/@tensorflow\/(tfjs(?:-(?:core|layers|converter|data|backend-cpu|backend-webgl))?))\/(dist\/.*\.d\.ts)$/u;

export interface TensorFlowTypes {
  /** What the checker shall read instead of `file`; undefined for any other file, which it reads itself. */
  textOf(file: string): string | undefined;
  /** Whether the flat file was given and a path deep into a package was read since this was asked: all has to be read again. */
  hasTurned(): boolean;
}

/** For a notebook in `folder`. */
export function createTensorFlowTypes(folder: string): TensorFlowTypes {
  let isGiven = false;
  let isDeep = false;
  /** Whether a package is of our version, by its folder: a package of another one reads hundreds of files of its own. */
  const known = new Map<string, boolean>();

  function noteDeep(home: string): void {
    if (!known.has(home)) known.set(home, versionAt(home) === version);
    isDeep ||= known.get(home)!;
  }

  return {
    textOf(file) {
      const [, home, name, inner] = declarations.exec(file) ?? [];
      if (home === undefined || isDeep) return undefined;
      if (inner !== main) return void noteDeep(home);
      if (versionAt(home) !== version) return undefined;
      const text = textFor(home, { name: name!, folder });
      isGiven ||= text !== undefined;
      return text;
    },
    hasTurned() {
      const turned = isGiven && isDeep;
      if (turned) isGiven = false;
      return turned;
    },
  };
}

/** The parts of the whole package give away the declarations of the whole one, so that their types agree. */
function textFor(home: string, { name, folder }: { name: string; folder: string }): string | undefined {
  const text = flatText(name);
  if (text === undefined || name === whole) return text;
  const target = wholeFor(folder) ?? wholeIn(path.join(home, "..", whole));
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
