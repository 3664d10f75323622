/** The plays, and what of their files is not Shakespeare's. */

/** In the order in which they are read. */
export const plays = [
  "midsummer_nights_dream",
  "romeo_and_juliet",
  "julius_caesar",
  "as_you_like_it",
  "hamlet",
  "othello",
  "lear",
  "macbeth",
  "tempest",
];

/**
 * A play from its first act to its last word, one line break between verses and an empty line between speeches.
 * Left out: title, list of characters, "THE END".
 */
export function playText(file: string): string {
  const lines = file
    .replaceAll(/\r\n?/gu, "\n")
    .split("\n")
    .map((line) => line.trimEnd());
  const start = lines.findIndex((line) => /^ACT (?:I|FIRST|1)\b/iu.test(line));
  if (start < 0) throw new Error("playText: expected a line that begins the first act");
  const text = lines
    .slice(start)
    .join("\n")
    .replace(/\s*THE END\.?\s*$/u, "");
  return `${text.replaceAll(/\n{3,}/gu, "\n\n").trim()}\n`;
}
