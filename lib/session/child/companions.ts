/**
 * Packages that another module has to prepare before a cell, or a module of the reader's, computes with them.
 *
 * TensorFlow.js left alone takes its slowest engine; `lib/backend` knows the fastest. So whoever imports the package
 * gets a module in its place that calls `ensureBackend()` of lib/backend and then gives all that the package exports.
 * That holds for the copy of the package that lib/backend itself uses: any other copy is left as it is. A session
 * whose cells never import the package loads nothing of this.
 *
 * This file is all that the session knows of lib/backend.
 */
import { createRequire, findPackageJSON } from "node:module";
import { pathToFileURL } from "node:url";

const accompanied = new Set(
  ["tfjs", "tfjs-core", "tfjs-layers", "tfjs-converter", "tfjs-data"].map((name) => `@tensorflow/${name}`),
);

/** The project's description is found from where this file lies and from where it is packed. */
const folder = new URL("lib/backend/", pathToFileURL(findPackageJSON(import.meta.url)!)).href;
const companion = `${folder}index.ts`;

/** How the URL of a module in a package's place begins; the package's own follows. */
const scheme = "accompanied:";
/** The packages call each other, and tfjs-node chooses itself. */
const amongThemselves = /\/node_modules\/@tensorflow\//u;

interface Companion {
  ensureBackend(): Promise<unknown>;
}

/** Whether something stands in since `settled` was last asked. */
let isLoaded = false;
/** Node never runs a module again that has thrown, so the next try has another URL. */
let failures = 0;
const failureCount = /\?failures=\d+$/u;

/** The URL of what `parent` gets for `specifier` in place of `url`. Undefined where it gets the package itself. */
export function standInFor(url: string, { specifier, parent = "" }: Import): string | undefined {
  if (!accompanied.has(specifier) || isCompanion(parent) || amongThemselves.test(parent)) return undefined;
  if (url !== pathToFileURL(createRequire(companion).resolve(specifier)).href) return undefined;
  return `${scheme}${url}${failures === 0 ? "" : `?failures=${failures}`}`;
}

interface Import {
  specifier: string;
  parent: string | undefined;
}

/** A companion is one instance in all of a process, whatever changes on the disk: what it has prepared stays as it is. */
export function isCompanion(url: string): boolean {
  return url.startsWith(folder);
}

/** The package's own URL where `url` is that of what stands in its place, else `url`. */
export function withoutCompanion(url: string): string {
  return url.startsWith(scheme) ? url.slice(scheme.length).replace(failureCount, "") : url;
}

/**
 * The text of the module at `url` if it stands in a package's place. It throws where the reader asks for a backend that
 * there is not. It waits for nothing, so that it can be required: all backends but wasm start at once.
 */
export function standInAt(url: string): string | undefined {
  const own = withoutCompanion(url);
  if (own === url) return undefined;
  isLoaded = true;
  const [first, second] = [companion, own].map((each) => JSON.stringify(each));
  return `import { ensureBackend } from ${first};
ensureBackend().catch(() => {});
export * from ${second};
export { default } from ${second};
`;
}

/** An import has failed: what stood in for a package in it is made anew for the next one. */
export function forgetStandIns(): void {
  if (isLoaded) failures++;
  isLoaded = false;
}

/** Resolves when what was imported since the last call is prepared. Rejects with why it cannot be. */
export async function settled(): Promise<void> {
  if (!isLoaded) return;
  try {
    const { ensureBackend } = (await import(companion)) as Companion;
    await ensureBackend();
    isLoaded = false;
  } catch (error) {
    forgetStandIns();
    throw error;
  }
}
