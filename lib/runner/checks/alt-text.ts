/** A figure that a screen reader cannot tell is a figure that some readers do not have. */
import type { NotebookOutput } from "../../notebook/index.ts";

const plotly = "application/vnd.plotly.v1+json";

/** The picture in a bundle that lacks alt text, by MIME type; undefined if there is none. */
export function figureWithoutAlt(output: NotebookOutput): string | undefined {
  if (!("data" in output)) return undefined;
  const figures = Object.keys(output.data).filter((mime) => mime.startsWith("image/") || mime === plotly);
  if (figures.length > 0) return altOf(output) === undefined ? figures[0] : undefined;
  const html = output.data["text/html"];
  return typeof html === "string" && hasImageWithoutAlt(html) ? "text/html" : undefined;
}

/** The alt text of a bundle: under a MIME type's metadata, or flat. Blank text is none. */
export function altOf(output: NotebookOutput): string | undefined {
  if (!("data" in output)) return undefined;
  const nested = Object.keys(output.data).map((mime) => output.metadata[mime]);
  for (const place of [...nested, output.metadata]) {
    const alt = (place as { alt?: unknown } | undefined)?.alt;
    if (typeof alt === "string" && alt.trim() !== "") return alt;
  }
  return undefined;
}

/** Subtle: `alt=""` is right for decoration and nothing else, and a lecture's output is not decoration. */
function hasImageWithoutAlt(html: string): boolean {
  const images = html.match(/<(?:img|svg)\b[^>]*>/gi) ?? [];
  return images.some((tag) => !/\b(?:alt|aria-label)\s*=\s*(?:"[^"]*\S[^"]*"|'[^']*\S[^']*'|[^\s"'>]+)/i.test(tag));
}
