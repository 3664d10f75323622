/**
 * Packs the suite, tfjs and the backend together: the suite imports files of tfjs-core that Node cannot load as they
 * are, and all three must share one copy of tfjs.
 */
import { mkdirSync, mkdtempSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import type { Plugin } from "esbuild";
import { suiteFiles, suiteRoot } from "./suite.ts";

const root = path.resolve(import.meta.dirname, "../../..");

/** tfjs-core's helper starts a jasmine of its own, only to set a time limit in it. */
const noJasmine: Plugin = {
  name: "no second jasmine",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^jasmine-core/ }, () => ({ path: "jasmine", namespace: "nothing" }));
    onLoad({ filter: /./, namespace: "nothing" }, () => ({ contents: "export const core = () => ({});" }));
  },
};

/**
 * Returns the folder of the pack, a new one in the project, from where it finds the packages that stay outside of it:
 * `subject.js`, and each file of the suite by its own name.
 */
export async function bundleSuite(): Promise<string> {
  const cache = path.join(root, ".cache");
  mkdirSync(cache, { recursive: true });
  const outdir = mkdtempSync(path.join(cache, "conformance-"));
  await build({
    entryPoints: [
      { in: path.join(import.meta.dirname, "subject.ts"), out: "subject" },
      ...suiteFiles().map((file) => ({ in: path.join(suiteRoot, file), out: file.slice(0, -".js".length) })),
    ],
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    // not the packages' CommonJS, which would be a second copy of what the suite imports by file
    mainFields: ["module", "main"],
    external: ["onnxruntime-node", "onnxruntime-common"],
    plugins: [noJasmine],
    banner: {
      js: 'import { createRequire as _require } from "node:module"; const require = _require(import.meta.url);',
    },
    logLevel: "error",
  });
  return outdir;
}
