/**
 * Text that people wrote: plays of Shakespeare, poems of the Tang dynasty, and one declaration in many languages.
 *
 * Nothing about it is known but what it says. It is here where a lecture needs a real language. Files and licences are
 * in data/text, made by `node scripts/text.ts`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { check } from "../core/index.ts";

const folder = new URL("../../data/text/", import.meta.url);

/** A poem (詩). */
export interface Poem {
  readonly author: string;
  readonly title: string;
  /** Lines as they are printed, mostly two verses of five or seven characters each. */
  readonly lines: readonly string[];
}

/** Nine plays, 1.15 million characters of ASCII, with an empty line between speeches. */
export function shakespeare(): string {
  return read("shakespeare.txt");
}

/** About three thousand poems of the Complete Tang Poems (全唐詩), in traditional characters. */
export function tangPoems(): Poem[] {
  return read("tang-poems.txt")
    .trimEnd()
    .split("\n\n")
    .map((paragraph) => {
      const [head, ...lines] = paragraph.split("\n");
      const { author, title } = /^(?<author>[^《]*)《(?<title>.*)》$/u.exec(head!)!.groups!;
      return { author: author!, title: title!, lines };
    });
}

/** The languages of `declaration`, by the three letters of ISO 639-3, some with a script or a country. */
export function declarationLanguages(): string[] {
  return readdirSync(new URL("declaration/", folder))
    .map((file) => file.replace(/\.txt$/u, ""))
    .toSorted();
}

/** The Universal Declaration of Human Rights (United Nations 1948), a line for each heading and paragraph. */
export function declaration(language: string): string {
  const known = declarationLanguages();
  check(known.includes(language), "declaration language", () => `one of ${known.join(", ")}`, language);
  return read(`declaration/${language}.txt`);
}

function read(file: string): string {
  return readFileSync(new URL(file, folder), "utf8");
}
