/**
 * `import * as tslab from "tslab"` in a cell: the real package's public display API, its outputs sent to this session.
 *
 * tslab's public module needs only two things of the rest of the package: a hook that takes what is displayed, and the
 * version of TypeScript. Both are put in its place before it loads, since its own kernel and compiler behind them
 * would cost each process 0.2 to 0.4 s and 50 MB for nothing.
 *
 * Reference: tslab 1.0.22, dist/public.js and dist/jupyter.js (`lastWriteDisplayData`).
 */
import { createRequire, Module } from "node:module";
import type * as Tslab from "tslab";
import typescript from "typescript/package.json" with { type: "json" };
import type { MimeData, MimeMetadata } from "../core/index.ts";

/** Shows a bundle; with `displayId` as the output of that name, with `update` in place of the one that is there. */
export type TslabPublish = (
  data: MimeData,
  metadata: MimeMetadata,
  options: { displayId?: string | undefined; update?: boolean | undefined },
) => void;

/** What tslab's public module gives to its kernel's hook. */
interface TslabDisplayData {
  data: MimeData;
  metadata: MimeMetadata;
  transient: { display_id?: string | undefined };
}

/** The function that tslab's display API calls for each output. */
export function tslabDisplayHook(publish: TslabPublish): (display: TslabDisplayData, update?: boolean) => void {
  return ({ data, metadata, transient }, update) => {
    const parsed = Object.fromEntries(Object.entries(data).map(([type, value]) => [type, asDocument(type, value)]));
    publish(parsed, metadata, { displayId: transient.display_id, update: update === true });
  };
}

/**
 * Load tslab's public module with its outputs sent to `publish`, and return what it exports. From then on `import` and
 * `require` of this copy of tslab give the same module.
 */
export function loadTslab(publish: TslabPublish): typeof Tslab {
  const ours = createRequire(import.meta.url);
  const tslabs = createRequire(ours.resolve("tslab"));
  standIn(tslabs.resolve("./jupyter.js"), { lastWriteDisplayData: tslabDisplayHook(publish) });
  // the version that checks the cells, not the one that tslab would have brought
  standIn(tslabs.resolve("@tslab/typescript-for-tslab"), { version: typescript.version });
  return ours("tslab") as typeof Tslab;
}

/** Front ends expect the types of JSON as values, and tslab's API takes text. */
function asDocument(type: string, value: unknown): unknown {
  if (typeof value !== "string" || !/^application\/(?:.+\+)?json$/u.test(type)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function standIn(path: string, exports: object): void {
  const module = new Module(path);
  Object.assign(module, { filename: path, loaded: true, exports: { __esModule: true, ...exports } });
  createRequire(import.meta.url).cache[path] = module;
}
