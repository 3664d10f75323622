/** Folders with TensorFlow.js as it may be installed. */
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { emptyFolder } from "../folders.ts";

const installed = path.resolve("node_modules");
const scope = "node_modules/@tensorflow";

/** A folder whose packages are the project's, behind links. */
export function linkedFolder(): string {
  const folder = emptyFolder("tensorflow-linked");
  link(path.join(installed, "@tensorflow"), path.join(folder, scope));
  return folder;
}

/** A folder with a copy of the packages' declarations, under the version that is installed or another one. */
export function copiedFolder({ version, packages }: { version?: string; packages?: readonly string[] } = {}): string {
  const folder = emptyFolder("tensorflow-copied");
  const names = packages ?? readdirSync(path.join(installed, "@tensorflow"));
  for (const name of names) copy(name, folder);
  link(path.join(installed, "@webgpu"), path.join(folder, "node_modules/@webgpu"));
  if (version) for (const name of names) setVersion(folder, name, version);
  return folder;
}

/** As pnpm installs: each package alone in a folder of its own, and links between them. */
export function isolatedFolder(): string {
  const folder = emptyFolder("tensorflow-isolated");
  const store = path.join(folder, "node_modules/.pnpm");
  const names = readdirSync(path.join(installed, "@tensorflow"));
  for (const name of names) copy(name, path.join(store, name));
  for (const name of names) {
    link(path.join(store, name, scope, name), path.join(folder, scope, name));
    for (const other of names)
      if (other !== name) link(path.join(store, other, scope, other), path.join(store, name, scope, other));
  }
  return folder;
}

function copy(name: string, folder: string): void {
  const from = path.join(installed, "@tensorflow", name);
  const to = path.join(folder, scope, name);
  cpSync(from, to, { recursive: true, filter: (file) => file === from || isDeclaration(path.relative(from, file)) });
}

function isDeclaration(file: string): boolean {
  const [top] = file.split(path.sep);
  return /^(?:dist|package\.json)$/u.test(top!) && (!path.extname(file) || /\.d\.ts$|package\.json$/u.test(file));
}

function setVersion(folder: string, name: string, version: string): void {
  const file = path.join(folder, scope, name, "package.json");
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(file, "utf8")) as object), version }));
}

function link(to: string, at: string): void {
  mkdirSync(path.dirname(at), { recursive: true });
  // the kind of link that needs no rights on Windows
  symlinkSync(to, at, "junction");
}
