/**
 * A notebook as one page that needs nothing else: no script, no request, light and dark as the reader's system says.
 *
 * The policy in its head forbids scripts and requests, whatever an output may hold.
 */
import { codeToHtml } from "shiki";
import type { Cell, Notebook } from "../../notebook/index.ts";
import { escapeHtml } from "./escape.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderOutput } from "./output.ts";
import { style } from "./style.ts";

const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'";

export async function renderPage(notebook: Notebook, { name }: { name: string }): Promise<string> {
  const cells = await Promise.all(notebook.cells.map(renderCell));
  const title = titleOf(notebook) ?? name;
  const headings = notebook.cells.flatMap((cell, index) => {
    const heading = cell.cell_type === "markdown" ? /^#{1,2} +(.+)$/m.exec(cell.source)?.[1] : undefined;
    return heading === undefined ? [] : [`<li><a href="#${anchor(index)}">${escapeHtml(plain(heading))}</a></li>`];
  });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(plain(title))}</title>
<style>${style}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header><p>${escapeHtml(name)}</p></header>
<nav aria-label="Contents"><details><summary>Contents</summary><ol>${headings.join("")}</ol></details></nav>
<main id="content" tabindex="-1">
${cells.join("\n")}
</main>
<footer><p>Executed from top to bottom; every output is what its cell showed.</p></footer>
</body>
</html>
`;
}

async function renderCell(cell: Cell, index: number): Promise<string> {
  const id = `id="${anchor(index)}"`;
  if (cell.cell_type === "markdown")
    return `<section ${id} class="text">${renderMarkdown(cell.source, cell.attachments)}</section>`;
  if (cell.cell_type === "raw") return `<pre ${id} tabindex="0">${escapeHtml(cell.source)}</pre>`;
  if (cell.source.trim() === "") return "";
  const code = await codeToHtml(cell.source, {
    lang: "typescript",
    themes: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    defaultColor: "light-dark()",
  });
  const outputs = cell.outputs.map(renderOutput).join("\n");
  const count = cell.execution_count ?? "–";
  return `<section ${id} class="cell" aria-label="Cell ${count}">${code}${outputs && `<div class="outputs">${outputs}</div>`}</section>`;
}

function titleOf({ cells }: Notebook): string | undefined {
  for (const cell of cells) {
    const heading = cell.cell_type === "markdown" ? /^# +(.+)$/m.exec(cell.source)?.[1] : undefined;
    if (heading !== undefined) return heading;
  }
  return undefined;
}

function anchor(index: number): string {
  return `cell-${index + 1}`;
}

/** A heading without its Markdown marks. */
function plain(heading: string): string {
  return heading.replaceAll(/[*_`]/g, "").trim();
}
