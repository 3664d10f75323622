/** Lines of a Markdown table that is also readable as plain text: the first column to the left, the numbers to the right. */
export function align(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const rule = widths.map((width, column) => (column === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`));
  return rows
    .toSpliced(1, 0, rule)
    .map((row) => row.map((text, column) => (column === 0 ? text.padEnd(widths[0]!) : text.padStart(widths[column]!))))
    .map((row) => `| ${row.join(" | ")} |`);
}
