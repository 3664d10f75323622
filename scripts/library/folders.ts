/** The folders of the library that the overview shows, with their modules as they are on the disk. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { headerOf, sourcesOf, valuesOf } from "./module.ts";
import type { Module } from "./module.ts";

const lib = path.resolve(import.meta.dirname, "../../lib");

/** In the order in which a reader needs them. */
const shown = ["tokenizers", "worlds", "models", "train", "generate", "image"];

export function folders(): { folder: string; modules: Module[] }[] {
  return shown
    .filter((folder) => existsSync(path.join(lib, folder)))
    .map((folder) => ({ folder, modules: modulesOf(folder) }));
}

function modulesOf(folder: string): Module[] {
  const values = valuesOf(readFileSync(path.join(lib, folder, "index.ts"), "utf8"));
  return readdirSync(path.join(lib, folder), { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll(path.sep, "/"))
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .toSorted()
    .map((file) => {
      const text = readFileSync(path.join(lib, folder, file), "utf8");
      return {
        name: `${folder}/${file.replace(/\.ts$/u, "")}`,
        what: headerOf(text),
        sources: sourcesOf(text),
        values: values.get(`./${file}`) ?? [],
      };
    });
}
