/** The project's own fonts, which are all that a picture may use: text is the same on every machine. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { check, InputError } from "../../core/index.ts";

export const fontFolder = fileURLToPath(new URL("../../../data/fonts/", import.meta.url));

/** In the order in which a character is looked up. */
export const fontFiles = [
  "inter-regular.ttf",
  "inter-semibold.ttf",
  "dejavu-symbols.ttf",
  "hant-regular.otf",
  "hant-bold.otf",
  "hans-regular.otf",
  "hans-bold.otf",
].map((name) => fontFolder + name);

/** Family lookup order; the names inside the files. */
export const families = "Inter, 'DejaVu Sans', 'Course Hant', 'Course Hans'";

let traditional: Set<number> | undefined;

/** The family for a run of Chinese: traditional forms where they have every character, else simplified. */
export function chineseFamily(run: string): "Course Hant" | "Course Hans" {
  traditional ??= coverage([fontFolder + "hant-regular.otf"]);
  return [...run].every((char) => traditional!.has(char.codePointAt(0)!)) ? "Course Hant" : "Course Hans";
}

/** Code points that have a glyph in at least one of `files`, from their cmap tables. */
export function coverage(files: readonly string[]): Set<number> {
  return new Set(files.flatMap((file) => codePoints(readFileSync(file), file)));
}

let known: Set<number> | undefined;

/** Line breaks, and the zero-width space that plotly puts before a raised or lowered piece. */
const drawnAsNothing = /[\n\r\t\u200b]/u;

/** Characters of `text` that no font of the project has, each once. Line breaks need no glyph. */
export function missingCharacters(text: string): string[] {
  known ??= coverage(fontFiles);
  return [...new Set(text)].filter((char) => !known!.has(char.codePointAt(0)!) && !drawnAsNothing.test(char));
}

/** Throw if a character of `text` has no glyph; the message names it. */
export function checkGlyphs(text: string, where: string): void {
  const missing = missingCharacters(text);
  if (missing.length === 0) return;
  const named = missing
    .slice(0, 8)
    .map((char) => `“${char}” (U+${char.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")})`);
  throw new InputError(
    `${where}: expected characters that the fonts in data/fonts have, got ${named.join(", ")}${missing.length > 8 ? ` and ${missing.length - 8} more` : ""}; node scripts/fonts.ts adds them`,
  );
}

/** Formats 4 and 12 of OpenType's "cmap" table, all that these fonts use. */
function codePoints(bytes: Buffer, file: string): number[] {
  const tables = bytes.readUInt16BE(4);
  const at = Array.from({ length: tables }, (_, index) => 12 + index * 16).find(
    (entry) => bytes.toString("latin1", entry, entry + 4) === "cmap",
  );
  check(at !== undefined, file, "a font with a cmap table", "none");
  const cmap = bytes.readUInt32BE(at + 8);
  const found: number[] = [];
  for (let index = 0; index < bytes.readUInt16BE(cmap + 2); index++) {
    const table = cmap + bytes.readUInt32BE(cmap + 4 + index * 8 + 4);
    const format = bytes.readUInt16BE(table);
    if (format === 12) {
      for (let group = 0; group < bytes.readUInt32BE(table + 12); group++) {
        const entry = table + 16 + group * 12;
        for (let code = bytes.readUInt32BE(entry); code <= bytes.readUInt32BE(entry + 4); code++) found.push(code);
      }
    } else if (format === 4) {
      const segments = bytes.readUInt16BE(table + 6) / 2;
      for (let segment = 0; segment < segments; segment++) {
        const end = bytes.readUInt16BE(table + 14 + segment * 2);
        const start = bytes.readUInt16BE(table + 16 + segments * 2 + segment * 2);
        const delta = bytes.readUInt16BE(table + 16 + segments * 4 + segment * 2);
        const offsetAt = table + 16 + segments * 6 + segment * 2;
        const offset = bytes.readUInt16BE(offsetAt);
        for (let code = start; code <= end && code !== 0xffff; code++) {
          const glyph =
            offset === 0 ? (code + delta) & 0xffff : bytes.readUInt16BE(offsetAt + offset + (code - start) * 2);
          if (glyph !== 0) found.push(code);
        }
      }
    }
  }
  return found;
}
