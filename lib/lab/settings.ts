/** What JupyterLab is told before it starts: the course's kernel, its extension, and settings a student may change. */
import { copyFileSync, cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { prefixDataDir, writeKernelSpec, type Spec } from "./kernelspec.ts";
import type { LabPaths } from "./paths.ts";

const extensionSource = fileURLToPath(new URL("extension", import.meta.url));
const fonts = fileURLToPath(new URL("../../data/fonts", import.meta.url));
const extensionName = "course-outputs";

const overrides = {
  // no question and no request to the outside at the first start
  "@jupyterlab/apputils-extension:notification": {
    fetchNews: "false",
    checkForUpdates: false,
    doNotDisturbMode: false,
  },
  // the syllabus opens as a page, not as its source
  "@jupyterlab/docmanager-extension:plugin": { defaultViewers: { markdown: "Markdown Preview" } },
  // beside the chosen completion its signature and documentation
  "@jupyterlab/completer-extension:manager": { showDocumentationPanel: true },
};

/** Write everything into the environment; at every start, so that a moved folder or a new Node is no trouble. */
export function configure(paths: LabPaths, spec: Spec): void {
  const dataDir = prefixDataDir(paths.venv);
  // the project is of ES modules, and a CommonJS program inside the environment would be taken for one
  writeFileSync(path.join(paths.venv, "package.json"), '{ "type": "commonjs" }\n');
  writeKernelSpec(spec, { dataDir, force: true });
  const settings = path.join(dataDir, "lab", "settings");
  mkdirSync(settings, { recursive: true });
  writeFileSync(path.join(settings, "overrides.json"), `${JSON.stringify(overrides, null, 2)}\n`);
  installExtension(path.join(dataDir, "labextensions", extensionName));
  mkdirSync(paths.jupyter, { recursive: true, mode: 0o700 });
}

/** Copy the extension, the plotly it draws with and the fonts that figures name. */
function installExtension(dir: string): void {
  rmSync(dir, { recursive: true, force: true });
  cpSync(extensionSource, dir, { recursive: true });
  const plotly = createRequire(import.meta.url).resolve("plotly.js-cartesian-dist-min/plotly-cartesian.min.js");
  copyFileSync(plotly, path.join(dir, "static", "plotly.min.js"));
  cpSync(fonts, path.join(dir, "static", "fonts"), { recursive: true });
}
