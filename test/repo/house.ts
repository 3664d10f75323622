/** The house as data: the columns, their order, and the exceptions, each with its reason. */

/** Bottom first. Names in one inner list stand side by side and do not import each other. */
export const science: readonly (readonly string[])[] = [
  ["core"],
  ["backend"],
  ["tokenizers", "image"],
  ["worlds"],
  ["models"],
  ["generate"],
  ["train"],
  ["show"],
  ["claims"],
  ["exercises"],
];

export const tooling: readonly (readonly string[])[] = [
  ["core"],
  ["notebook"],
  ["compiler"],
  ["session"],
  ["runner"],
  ["lab"],
  ["homework"],
  ["kernel"],
];

export interface Exception {
  /** The file, from the root. */
  file: string;
  /** What it may do although the rule forbids it. */
  allows: string;
  reason: string;
}

/** Imports that do not go through a folder's index.ts; `allows` is the file imported. */
const light = "the process that runs cells must start fast, and compiler/index.ts brings more than it needs";
export const sideDoors: readonly Exception[] = [
  { file: "lib/session/child/main.ts", allows: "lib/compiler/runtime-names.ts", reason: light },
  { file: "lib/session/child/modules.ts", allows: "lib/compiler/runtime-names.ts", reason: light },
  { file: "lib/session/child/modules-graph.ts", allows: "lib/compiler/module-files.ts", reason: light },
  { file: "lib/session/child/modules-hooks.ts", allows: "lib/compiler/module-files.ts", reason: light },
  {
    file: "lib/kernel/history-file.ts",
    allows: "lib/lab/data-dir.ts",
    reason: "the kernel must start fast, and lab/index.ts brings what installs and opens JupyterLab",
  },
];

/** Built-in modules of Node in the science column; `allows` is the module. */
const fonts = "the static picture is drawn with the fonts in data/fonts, which are files";
const plotly = "plotly is run in a page made for it, from the file of its package";
const optional = "@tensorflow/tfjs-node need not be installed, and may lie in a folder of its own";
export const nodeInScience: readonly Exception[] = [
  {
    file: "lib/models/fingerprint.ts",
    allows: "node:crypto",
    reason: "SHA-256 of the weights: a pure function of its input, and not one to write by hand",
  },
  {
    file: "lib/backend/onnx/session.ts",
    allows: "node:module",
    reason: "the synchronous entry of onnxruntime-node is CommonJS that no import reaches",
  },
  { file: "lib/backend/tfjs-node.ts", allows: "node:module", reason: optional },
  { file: "lib/image/photographs.ts", allows: "node:fs/promises", reason: "the photographs are files in data/images" },
  { file: "lib/worlds/real-text.ts", allows: "node:fs", reason: "the texts are files in data/text" },
  {
    file: "lib/backend/tfjs-node.ts",
    allows: "node:util",
    reason: "@tensorflow/tfjs-node calls functions of it that Node has removed, and they are put back there",
  },
  {
    file: "lib/models/gpt/checkpoint.ts",
    allows: "node:fs",
    reason: "trained models are files in data/checkpoints",
  },
  { file: "lib/show/render/fonts.ts", allows: "node:fs", reason: fonts },
  { file: "lib/show/render/fonts.ts", allows: "node:url", reason: fonts },
  { file: "lib/show/render/svg.ts", allows: "node:fs", reason: plotly },
  { file: "lib/show/render/svg.ts", allows: "node:module", reason: plotly },
];

const watch = "tells the reader how long a loop takes, in an output named like no other; nothing is computed from it";
/** Chance or time that is not an input; `allows` is the call. */
export const hiddenInputs: readonly Exception[] = [
  {
    file: "lib/exercises/feedback.ts",
    allows: "crypto.getRandomValues",
    reason: "an exercise is checked with seeds that nobody could know beforehand; the feedback shows them",
  },
  { file: "lib/core/progress.ts", allows: "performance.now", reason: watch },
  {
    file: "lib/backend/clock.ts",
    allows: "performance.now",
    reason: "says how long graphs and kernels took, in a report",
  },
  { file: "lib/core/progress.ts", allows: "crypto.randomUUID", reason: watch },
];

/** Imports whose target is computed; `allows` is always "import()". */
export const computedImports: readonly Exception[] = [
  {
    file: "lib/session/child/modules.ts",
    allows: "import()",
    reason: "this is what a cell's own import calls; its target is whatever the student wrote",
  },
  {
    file: "lib/session/child/companions.ts",
    allows: "import()",
    reason:
      "prepares TensorFlow.js for a cell that imports it: the one place where the tooling column names lib/backend",
  },
  {
    file: "lib/kernel/main.ts",
    allows: "import()",
    reason: "the packed kernel lies in a folder that is named by what is in it",
  },
  {
    file: "lib/show/render/load-svg.ts",
    allows: "import()",
    reason: "jsdom's types would bring a browser's into every cell that imports the library",
  },
];

/** Packages with only one importer: a native part, or a wire format that must have one owner. */
export const onlyImporter: Readonly<Record<string, readonly string[]>> = {
  zeromq: ["kernel"],
};
