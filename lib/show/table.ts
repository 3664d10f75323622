/** Rows as a table: Markdown for the page, aligned text for the terminal and a diff. */
import { check, displaySymbol, type Displayable, type MimeData } from "../core/index.ts";
import { emWidth, oneLine, spoken } from "./text.ts";

/** Options of `show.table`. */
export interface TableOptions {
  /** Plain text above the table. */
  title?: string;
  /** One object per row. */
  rows: readonly Readonly<Record<string, unknown>>[];
  /** Keys to show, in order. Default: the keys of all rows, in the order they appear. */
  columns?: readonly string[];
  /** Most rows shown; the rest are counted. Default 100. */
  limit?: number;
}

/** What `show.table` returns. */
export interface Table extends Displayable {
  readonly markdown: string;
  readonly text: string;
  toString(): string;
}

/** A table of rows. Numbers to three significant digits and right-aligned; a missing value is “–”. */
export function table(options: TableOptions): Table {
  const { rows, title, limit = 100 } = options;
  check(Array.isArray(rows), "show.table rows", "a list of objects", rows);
  for (const row of rows) check(typeof row === "object" && row !== null, "show.table rows", "objects", row);
  const columns = options.columns ?? [...new Set(rows.flatMap((row) => Object.keys(row)))];
  check(columns.length > 0, "show.table", "at least one column", columns);
  const shown = rows.slice(0, limit);
  const cells = shown.map((row) => columns.map((key) => cell(row[key])));
  const right = columns.map(
    (key) =>
      shown.length > 0 &&
      shown.every((row) => row[key] === undefined || typeof row[key] === "number" || typeof row[key] === "bigint"),
  );
  const more = rows.length > limit ? `… and ${rows.length - limit} more rows` : "";
  const markdown = [
    ...(title ? [`**${escaped(title)}**`, ""] : []),
    line(columns.map(escaped)),
    line(right.map((numeric) => (numeric ? "---:" : ":---"))),
    ...cells.map((texts) => line(texts.map(escaped))),
    ...(more ? ["", escaped(more)] : []),
  ].join("\n");
  const widths = columns.map((key, index) =>
    Math.max(columnsWide(oneLine(key)), ...cells.map((texts) => columnsWide(oneLine(texts[index]!)))),
  );
  const aligned = (texts: readonly string[]): string =>
    texts
      .map((text, index) => {
        const flat = oneLine(text);
        const pad = " ".repeat(widths[index]! - columnsWide(flat));
        return right[index] ? pad + flat : flat + pad;
      })
      .join("  ")
      .trimEnd();
  const text = [
    ...(title ? [oneLine(title)] : []),
    aligned(columns),
    widths.map((width) => "─".repeat(width)).join("  "),
    ...cells.map(aligned),
    ...(more ? [more] : []),
  ].join("\n");
  return {
    markdown,
    text,
    [displaySymbol]: (): MimeData => ({ "text/markdown": markdown, "text/plain": text }),
    toString: () => text,
  };
}

function cell(value: unknown): string {
  if (value === undefined || value === null) return "–";
  if (typeof value === "number") return Number.isFinite(value) ? spoken(value) : String(value);
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "✔" : "✘";
  if (Array.isArray(value) || ArrayBuffer.isView(value))
    return Array.from(value as unknown as ArrayLike<unknown>, cell).join(", ");
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** Plain text in Markdown: nothing is markup, a line break is a space, so that a cell stays one. */
function escaped(text: string): string {
  return oneLine(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(/[\\`*_[\]{}()#+!|~$>:]/gu, (char) => `&#${char.codePointAt(0)};`);
}

/** Width in terminal columns: a Chinese character takes two. */
function columnsWide(text: string): number {
  let width = 0;
  for (const char of text) width += emWidth(char) === 1 ? 2 : 1;
  return width;
}

function line(texts: readonly string[]): string {
  return `| ${texts.join(" | ")} |`;
}
