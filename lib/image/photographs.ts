/** Photographs that anybody may use, for lectures that need a real one. Files and licences are in data/images. */
import { readFile } from "node:fs/promises";
import { check } from "../core/index.ts";
import type { Image } from "./image.ts";
import { decodeImage } from "./png.ts";

/** `cat` is 448×288 pixels, `coffee` 512×384, both red, green and blue. */
export const photographNames = ["cat", "coffee"] as const;
export type PhotographName = (typeof photographNames)[number];

/** One of the photographs. */
export async function photograph(name: PhotographName): Promise<Image> {
  check(photographNames.includes(name), "photograph name", () => photographNames.join(" or "), name);
  return decodeImage(await readFile(new URL(`../../data/images/${name}.png`, import.meta.url)));
}
