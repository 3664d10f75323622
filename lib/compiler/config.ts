/**
 * The options under which cells are checked: the reader's own where a tsconfig.json stands above the notebook, loose
 * ones where none does, so that old notebooks run. What a cell is (a module that is run here, never emitted) is not up
 * to a tsconfig.json; which library, types and strictness it sees is.
 */
import { existsSync, realpathSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { slashes } from "./paths.ts";

/** The options of a tsconfig.json that are looked at here, as TypeScript resolved them, `extends` included. */
export interface ResolvedOptions {
  lib?: string[];
  types?: string[];
  typeRoots?: string[];
  /** TypeScript's numbers: es2024 is 11, node16 and later are 100 to 199. */
  target?: number;
  module?: number;
  strict?: boolean;
  preserveSymlinks?: boolean;
}

/**
 * The library that a cell sees if nobody says otherwise: what V8 has. Without the browser's, for there is none, and
 * without `esnext.decorators`, whose `Symbol.metadata` no engine has.
 */
const ourLib = [
  "es2025",
  "esnext.array",
  "esnext.collection",
  "esnext.disposable",
  "esnext.error",
  "esnext.sharedmemory",
  "esnext.typedarrays",
];

/** The rest of it, which comes with all of Node's types: 3 ms of a start that few notebooks need. */
const ourLateLib = ["esnext.temporal", "esnext.date", "esnext.intl"];

/** What is yet to come of the library, under a tsconfig.json that resolves to `theirs`. */
export function lateLibOf({ lib }: ResolvedOptions): string[] {
  return lib?.length ? [] : ourLateLib;
}

/** TypeScript's number for es2022, the first that has `await` in a module and fields as JavaScript defines them. */
const es2022 = 9;

const cellsAre = {
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  isolatedDeclarations: false,
  allowImportingTsExtensions: true,
  resolveJsonModule: true,
  erasableSyntaxOnly: false,
  verbatimModuleSyntax: false,
  isolatedModules: false,
  noUnusedLocals: false,
  noUnusedParameters: false,
  skipLibCheck: true,
  // without either, nothing that follows here is found
  noLib: false,
  noResolve: false,
  // cells and what they import may lie on either side of it
  rootDir: null,
};

/** What Node's modules are to a notebook without rules of its own: any path, any package, JavaScript too. */
const looseModules = { module: "preserve", moduleResolution: "bundler" };
const loose = { target: "es2024", lib: ourLib, ...looseModules, strict: false, types: [], allowJs: true, jsx: "react" };

/** The content of a tsconfig.json for `files`. `nearest` is the reader's own, and `theirs` what it resolves to. */
export function configFor(
  files: string[],
  { nearest, theirs }: { nearest: string | undefined; theirs: ResolvedOptions },
): object {
  if (!nearest) return { compilerOptions: { ...loose, ...cellsAre }, include: [], files };
  const { lib, types = [], target = 0, strict = false } = theirs;
  const compilerOptions = {
    ...cellsAre,
    // a tsconfig.json that does not say is older than the compiler that takes it for yes
    strict,
    // of names that TypeScript does not know, nothing is left
    ...(lib?.length ? {} : { lib: ourLib }),
    ...(target < es2022 ? { target: "es2024" } : {}),
    ...(hasNodeModules(theirs) ? {} : looseModules),
    // Node's come with the ambient file, which can bring them later
    types: types.filter((name) => name !== "node"),
  };
  return { extends: nearest, compilerOptions, include: [], files };
}

/** Whether the reader asks for Node's own rules on modules. Others are about output that is never made. */
export function hasNodeModules({ module = 0 }: ResolvedOptions): boolean {
  return module >= 100 && module < 200;
}

/** The nearest tsconfig.json above `folder`, or in it. */
export function nearestConfig(folder: string): string | undefined {
  return nearestOf("tsconfig.json", folder);
}

/**
 * Where Node's types are for a notebook in `folder`: the reader's own, or else those of this project. Behind links, as
 * TypeScript follows them for a package that asks for the same types: under two paths it would read them twice.
 */
export function nodeTypesFile(folder: string, { typeRoots = [], preserveSymlinks }: ResolvedOptions): string {
  const file = "node/index.d.ts";
  const inRoots = typeRoots.map((root) => path.join(root, file)).find((each) => existsSync(each));
  const found = inRoots ?? nearestOf(`node_modules/@types/${file}`, folder);
  if (!found) return slashes(fileURLToPath(import.meta.resolve("@types/node/index.d.ts")));
  return slashes(preserveSymlinks ? found : realpathSync.native(found));
}

function nearestOf(file: string, folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    const found = path.join(at, file);
    if (existsSync(found)) return slashes(found);
    if (path.dirname(at) === at) return undefined;
  }
}
