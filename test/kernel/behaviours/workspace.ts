/** The notebook's folder of the behaviours: modules, packages and data that their cells import and read. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../../..");

/** Files by their path; the notebook stands in `notebooks/`. */
const files: Record<string, string> = {
  "package.json": JSON.stringify({
    name: "behaviours",
    private: true,
    dependencies: { common: "1.0.0", "only-exports": "1.0.0", awaits: "1.0.0", untyped: "1.0.0" },
  }),
  "tsconfig.json": JSON.stringify({
    compilerOptions: {
      strict: true,
      noUncheckedIndexedAccess: true,
      target: "esnext",
      module: "nodenext",
      types: ["node"],
    },
  }),
  "shared/triple.ts": "export const triple = (n: number): number => 3 * n;\n",
  "notebooks/helper.ts":
    'export function double(n: number): number {\n  return 2 * n;\n}\nexport default "the default";\nexport type Id = string;\n',
  "notebooks/helper.py": "def double(n):\n    return 2 * n\n",
  "notebooks/plain.mjs": "export const plain = 7;\n",
  "notebooks/plain.d.mts": "export declare const plain: number;\n",
  "notebooks/throws.ts":
    'interface Nothing {}\n\nexport function fail(): never {\n  throw new RangeError("from the module");\n}\n',
  "notebooks/throws.py": '\n\ndef fail():\n    raise IndexError("from the module")\n',
  "notebooks/data.json": '{ "answer": 42 }\n',
  "notebooks/资料 data.txt": "字 😀\n",
  ...packageFiles(
    "common",
    { main: "index.js", types: "index.d.ts" },
    {
      "index.js": "module.exports = { common: 5 };\n",
      "index.d.ts": "declare const all: { common: number };\nexport = all;\n",
    },
  ),
  ...packageFiles("untyped", { main: "index.js" }, { "index.js": "exports.untyped = 4;\n" }),
  ...packageFiles(
    "only-exports",
    { type: "module", exports: { ".": { types: "./main.d.ts", default: "./main.js" }, "./part": "./part.js" } },
    {
      "main.js": "export const only = 6;\n",
      "main.d.ts": "export declare const only: number;\n",
      "part.js": "export const part = 8;\n",
      "part.d.ts": "export declare const part: number;\n",
    },
  ),
  ...packageFiles(
    "awaits",
    { type: "module", exports: { types: "./main.d.ts", default: "./main.js" } },
    { "main.js": "export const late = await 9;\n", "main.d.ts": "export declare const late: number;\n" },
  ),
};

function packageFiles(name: string, manifest: object, sources: Record<string, string>): Record<string, string> {
  const all = { ...sources, "package.json": JSON.stringify({ name, version: "1.0.0", ...manifest }) };
  return Object.fromEntries(Object.entries(all).map(([file, text]) => [`node_modules/${name}/${file}`, text]));
}

/** Make a new one inside the project, where every kernel finds its own packages. */
export function makeWorkspace(): { cwd: string; remove(): void } {
  const cache = path.join(root, ".cache", "behaviours");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "笔记 book-"));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return {
    cwd: path.join(folder, "notebooks"),
    remove: () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}
