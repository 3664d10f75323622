/** Words and numbers on figures: plain text in, plotly's pseudo-HTML out, nothing interpreted on the way. */
import { check } from "../core/index.ts";

/** Invisible characters that could reorder or hide text: controls, bidirectional overrides, zero-width marks. */
// oxlint-disable-next-line no-control-regex -- removing them is the point
const unsafe = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/gu;

/** Plain text as plotly draws it: tags and entities are shown, not obeyed; a line break stays one. */
export function plain(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replaceAll("\t", " ")
    .replaceAll(unsafe, "")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\n", "<br>");
}

/** What a point says when the pointer is on it: the lines that there are, then where the numbers are from. */
export function hoverText(lines: readonly (string | undefined)[], { provenance }: { provenance?: string }): string {
  return [...lines, ...(provenance ? [provenance] : [])]
    .filter((line) => line !== undefined)
    .map((line) => plain(line))
    .join("<br>");
}

/** One line of plain text for sentences: no line breaks, no invisible characters. */
export function oneLine(text: string): string {
  return text.replaceAll(unsafe, "").replaceAll(/\s+/gu, " ").trim();
}

/** `text` as a sentence of its own. */
export function sentence(text: string): string {
  const line = oneLine(text);
  return /[.!?…。!?]["”’)]?$/u.test(line) ? line : `${line}.`;
}

/** A number for reading aloud: whole numbers in full, others to two decimals, or three below 1 where they matter. */
export function spoken(value: number): string {
  if (!Number.isFinite(value)) return "no value";
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e15) return signed(size.toLocaleString("en-US"), value);
  if (size >= 1e6 || size < 1e-3) return signed(size.toExponential(2), value);
  if (size >= 1000) return signed(Math.round(size).toLocaleString("en-US"), value);
  if (size >= 1) return signed(size.toFixed(size >= 100 ? 1 : 2), value);
  if (size < 0.01) return signed(size.toPrecision(2), value);
  return signed(size.toFixed(3).replace(/0$/u, ""), value);
}

/** A number as a label on the figure: without the zero before the point, as in “.53”; `decimals` fixes their number. */
export function label(value: number, decimals?: number): string {
  const text = decimals === undefined ? spoken(value) : signed(Math.abs(value).toFixed(decimals), value);
  return text.replace(/^(−?)0\./u, "$1.");
}

function signed(digits: string, value: number): string {
  return value < 0 && Number(digits) !== 0 ? `−${digits}` : digits;
}

/** `one, two and three`. */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? "") : `${items.slice(0, -1).join(", ")} and ${items.at(-1)}`;
}

/** Width of `text` in em: an estimate for layout, 1 for a Chinese character and about half for the rest. */
export function emWidth(text: string): number {
  let width = 0;
  for (const char of text) {
    const code = char.codePointAt(0)!;
    width += code >= 0x2e80 ? 1 : "iljtfrI.,:;'|!() ".includes(char) ? 0.32 : "mwMW@%—…".includes(char) ? 0.9 : 0.58;
  }
  return width;
}

/** Break plain text into lines of at most `ems` em; a word that is too long is cut. */
export function wrap(text: string, ems: number): string[] {
  check(ems > 0, "wrap ems", "a positive width", ems);
  const lines: string[] = [];
  for (const paragraph of text.split("\n")) {
    let line = "";
    // subtle: Chinese has no spaces; a line may break after each of its characters
    for (const word of paragraph.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+/gu) ?? []) {
      if (line && emWidth(line + word.trimEnd()) > ems) {
        lines.push(line.trimEnd());
        line = "";
      }
      line += word;
      while (emWidth(line.trimEnd()) > ems && [...line].length > 1) {
        const cut = longestFit(line, ems);
        lines.push(line.slice(0, cut));
        line = line.slice(cut);
      }
    }
    lines.push(line.trimEnd());
  }
  return lines;
}

function longestFit(line: string, ems: number): number {
  let cut = 0;
  let width = 0;
  for (const char of line) {
    width += emWidth(char);
    if (width > ems && cut > 0) break;
    cut += char.length;
  }
  return cut;
}
