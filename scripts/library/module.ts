/** What a file of the science column says of itself: its header, its sources, and the names that its folder exports. */

/** One file of lib/. */
export interface Module {
  /** From lib/, without the ending: `tokenizers/byte-bpe`. */
  name: string;
  /** The first sentence of its header. */
  what: string;
  /** Papers and pages, as its comments name them. */
  sources: string[];
  /** Values that the folder's index.ts exports from it. */
  values: string[];
}

/** Names by the file that they are re-exported from: `./byte-bpe.ts` → `byteBpe`. Types are left out. */
export function valuesOf(index: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [, names, from] of index.matchAll(/^export \{([^}]*)\} from "([^"]+)";/gmu)) {
    const values = names!.split(",").map((each) => each.trim().replace(/^.* as /u, ""));
    found.set(from!, [
      ...(found.get(from!) ?? []),
      ...values.filter((each) => each !== "" && !each.startsWith("type ")),
    ]);
  }
  return found;
}

/** The first sentence of the comment that a file begins with; empty if it begins with none. */
export function headerOf(text: string): string {
  const comment = /^\/\*\*(?<body>.*?)\*\//su.exec(text)?.groups!["body"];
  if (comment === undefined) return "";
  const [paragraph] = proseOf(comment).split("\n\n");
  const joined = paragraph!.trim().replaceAll(/\s+/gu, " ");
  return /^.*?[.?](?= \p{Lu}|$)/u.exec(joined)?.[0] ?? joined;
}

/** What follows `Reference:` or `References:` in the comments of a file, one entry for each paper or page. */
export function sourcesOf(text: string): string[] {
  const sources: string[] = [];
  for (const [comment] of text.matchAll(/\/\*\*.*?\*\//gsu)) {
    for (const [, body] of proseOf(comment).matchAll(/References?:\s+(.*?)(?=\n\n|\n@|$)/gsu)) {
      const entries = body!
        .replaceAll(/\s+/gu, " ")
        .trim()
        .split(/;\s+(?=\p{Lu}|http)/u);
      sources.push(...entries.map((each) => each.replace(/\.$/u, "")));
    }
  }
  return [...new Set(sources)];
}

/** A comment without its stars. */
function proseOf(comment: string): string {
  return comment
    .replace(/^\/\*\*|\*\/$/gu, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/u, "").trimEnd())
    .join("\n")
    .trim();
}
