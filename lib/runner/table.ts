/** Rows of text as aligned columns, Chinese characters counted as two columns wide. */

/** The first row is the head. `right` lists the columns that align to the right. */
export function table(rows: readonly (readonly string[])[], { right = [] as readonly number[] } = {}): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => {
        const blank = " ".repeat(widths[column]! - displayWidth(text));
        return right.includes(column) ? blank + text : text + blank;
      })
      .join("  ")
      .trimEnd();
  const rule = widths.map((width) => "─".repeat(width)).join("  ");
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join("\n");
}

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  const wide = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
  return Array.from(text).reduce((width, character) => width + (wide.test(character) ? 2 : 1), 0);
}
