/** A list of records as an HTML table: for those who look, columns are easier to read than one object after another. */
import { isProxy } from "node:util/types";

const mostRows = 50;
const mostColumns = 20;
const longestText = 200;

type Cell = string | number | bigint | boolean | null | undefined | Date;

/**
 * The table of a list of at least two plain objects whose values are plain too; undefined for anything else. Getters are
 * not called. A long list is cut, and its end says how many rows there are more.
 */
export function tableOf(value: unknown): string | undefined {
  if (isProxy(value) || !Array.isArray(value) || value.length < 2) return undefined;
  const rows: Map<string, Cell>[] = [];
  for (const each of value.slice(0, mostRows)) {
    const row = rowOf(each);
    if (!row) return undefined;
    rows.push(row);
  }
  const columns = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  if (columns.length === 0 || columns.length > mostColumns) return undefined;
  const head = ["", ...columns].map((name) => `<th scope="col">${escaped(name)}</th>`).join("");
  const body = rows.map((row, index) => {
    const cells = columns.map((name) => cell(row.get(name))).join("");
    return `<tr><th scope="row">${index}</th>${cells}</tr>`;
  });
  const more = value.length - rows.length;
  const foot = more > 0 ? `\n<p>… ${more} more ${more === 1 ? "row" : "rows"}</p>` : "";
  // the classes keep MathJax from reading "$5 or $6" as a formula
  return `<table class="tex2jax_ignore mathjax_ignore">
<thead><tr>${head}</tr></thead>
<tbody>
${body.join("\n")}
</tbody>
</table>${foot}`;
}

function rowOf(value: unknown): Map<string, Cell> | undefined {
  if (typeof value !== "object" || value === null || isProxy(value)) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return undefined;
  const row = new Map<string, Cell>();
  for (const [name, { value: each, get, enumerable }] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    if (!enumerable) continue;
    if (get || row.size > mostColumns || !isCell(each)) return undefined;
    row.set(name, each);
  }
  return row;
}

function isCell(value: unknown): value is Cell {
  return (
    (typeof value !== "object" && typeof value !== "function" && typeof value !== "symbol") ||
    value === null ||
    value instanceof Date
  );
}

function cell(value: Cell): string {
  const right = typeof value === "number" || typeof value === "bigint";
  return `<td style="text-align: ${right ? "right" : "left"}">${escaped(textOf(value))}</td>`;
}

function textOf(value: Cell): string {
  if (value === undefined) return "";
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  const text = Object.is(value, -0) ? "-0" : String(value);
  return text.length > longestText
    ? `${text.slice(0, longestText)}… ${text.length - longestText} more characters`
    : text;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
}
