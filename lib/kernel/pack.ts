/**
 * Packs the kernel's programs: each into one file with all that it imports, in the project's `.cache` folder.
 *
 * Node finds, reads and links modules one by one, and three programs do so at once before a first result: the kernel,
 * the compiler's thread and the process of the cells, of 60 modules each. Packed, they take a third of the time away.
 */
import { createHash, randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Plugin } from "esbuild";
import writeFileAtomic from "write-file-atomic";
import { freshPack, isInProject, noteName, packsFolder, projectFolder, readNote } from "./packed.ts";
import type { FileState, PackNote } from "./packed.ts";

/** A program that is started by its file: in a worker thread, or as a process. */
const started = /\bnew URL\(\s*"([^"]+\.ts)",\s*import\.meta\.url\s*\)/g;

/** npm writes it with every change of an installed package. */
const installed = path.join("node_modules", ".package-lock.json");

/** A kernel that started from a pack may need it so long after another one has taken its place. */
const keptMs = 7 * 24 * 60 * 60 * 1000;

/**
 * Bring the packed kernel up to date. Returns whether there was anything to do. Rejects where the folder cannot be
 * written, or a source cannot be read; the kernel then runs from its sources. Safe to call twice at once.
 */
export async function packKernel(): Promise<boolean> {
  if (freshPack()) return false;
  mkdirSync(packsFolder, { recursive: true });
  if (!isInProject()) throw new Error(`packKernel: expected ${packsFolder} to be a folder of the project, got a link`);
  const inputs = new Map<string, FileState>();
  record(inputs, path.join(projectFolder, installed));
  const program = path.join(projectFolder, "lib", "kernel", "serve.ts");
  const texts = new Map<string, Uint8Array>();
  const waiting = [program];
  for (const file of waiting) {
    if (texts.has(nameOf(file))) continue;
    const found: string[] = [];
    texts.set(nameOf(file), await bundle(file, { inputs, found }));
    waiting.push(...found);
  }

  const { folder, outputs } = place(texts);
  const note: PackNote = {
    project: projectFolder,
    folder,
    program: nameOf(program),
    inputs: [...inputs.values()],
    outputs,
  };
  dateReplaced();
  await writeFileAtomic(path.join(packsFolder, noteName), `${JSON.stringify(note)}\n`);
  removeOld(folder);
  return true;
}

/** One program as one file. `found` receives the files of the programs that it starts. */
async function bundle(
  program: string,
  { inputs, found }: { inputs: Map<string, FileState>; found: string[] },
): Promise<Uint8Array> {
  // only where something is packed: the kernel itself does without it
  const { build } = await import("esbuild");
  const typescript = createRequire(import.meta.url).resolve("typescript/package.json");
  const sources: Plugin = {
    name: "sources",
    setup({ onLoad, onResolve }) {
      onLoad({ filter: /\.ts$/ }, ({ path: file }) => {
        // before it is read: what changes later has to be seen
        record(inputs, file);
        const contents = readFileSync(file, "utf8").replace(started, (_, relative: string) => {
          const other = path.join(path.dirname(file), relative);
          found.push(other);
          return `new URL(${JSON.stringify(nameOf(other))}, import.meta.url)`;
        });
        return { contents, loader: "ts" };
      });
      // finds TypeScript's program from where it lies itself
      onResolve({ filter: /^#getExePath$/ }, () => ({
        path: new URL("lib/getExePath.js", pathToFileURL(typescript)).href,
        external: true,
      }));
    },
  };
  const { outputFiles } = await build({
    entryPoints: [program],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "esnext",
    // Node reads no tsconfig.json when it runs the sources
    tsconfigRaw: {},
    // they have native parts, or are loaded by few cells
    external: ["zeromq", "esbuild", "@babel/code-frame", "tslab"],
    plugins: [sources],
    logLevel: "silent",
  });
  return outputFiles[0]!.contents;
}

/** The name of a packed program: `lib/session/child/main.ts` is `session-child-main.mjs`. */
function nameOf(program: string): string {
  const [, ...folders] = path.relative(projectFolder, program).split(path.sep);
  return folders.join("-").replace(/\.ts$/, ".mjs");
}

function record(inputs: Map<string, FileState>, file: string): void {
  const { size, mtimeMs } = statSync(file);
  const name = path.relative(projectFolder, file);
  if (!inputs.has(name)) inputs.set(name, [name, size, mtimeMs]);
}

function digest(texts: Map<string, Uint8Array>): string {
  const hash = createHash("sha256");
  // they were found in the order in which esbuild's threads came to them
  for (const name of [...texts.keys()].toSorted()) hash.update(name).update(texts.get(name)!);
  return hash.digest("hex").slice(0, 16);
}

/** Write the programs into a folder, whole or not at all; they may be there already. */
function place(texts: Map<string, Uint8Array>): Pick<PackNote, "folder" | "outputs"> {
  const usual = digest(texts);
  const folder = isWhole(usual, texts) ? usual : written(usual, texts);
  const outputs = [...texts.keys()].map((name): FileState => {
    const { size, mtimeMs } = statSync(path.join(packsFolder, folder, name));
    return [name, size, mtimeMs];
  });
  return { folder, outputs };
}

/** Where they were written: `folder`, or beside it if that is damaged, since a kernel may run from what is left. */
function written(folder: string, texts: Map<string, Uint8Array>): string {
  const beside = `${folder}.${randomUUID()}`;
  const made = path.join(packsFolder, beside);
  try {
    mkdirSync(made, { recursive: true });
    // on the disk before the note is, whatever happens to the machine: a file of zeros has the right size
    for (const [name, text] of texts) writeFileSync(path.join(made, name), text, { flush: true });
  } catch (error) {
    rmSync(made, { recursive: true, force: true });
    throw error;
  }
  try {
    renameSync(made, path.join(packsFolder, folder));
    return folder;
  } catch {
    if (!isWhole(folder, texts)) return beside;
    // another process was faster
    rmSync(made, { recursive: true, force: true });
    return folder;
  }
}

function isWhole(folder: string, texts: Map<string, Uint8Array>): boolean {
  return [...texts].every(([name, text]) => {
    const file = path.join(packsFolder, folder, name);
    return existsSync(file) && readFileSync(file).equals(text);
  });
}

/** Let the pack that was the current one count as new, however long ago it was made. */
function dateReplaced(): void {
  const now = new Date();
  try {
    utimesSync(path.join(packsFolder, readNote().folder), now, now);
  } catch {
    // there was none
  }
}

function removeOld(current: string): void {
  for (const name of readdirSync(packsFolder)) {
    if (name === current || name === noteName) continue;
    const file = path.join(packsFolder, name);
    // another process may take away what it has made meanwhile
    const made = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
    if (made !== undefined && made < Date.now() - keptMs) rmSync(file, { recursive: true, force: true });
  }
}
