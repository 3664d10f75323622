import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import type { Notebook, NotebookOutput } from "../../lib/notebook/index.ts";
import { renderPage, sanitiseHtml } from "../../lib/runner/html/index.ts";

const hostile = '<script>window.ran = 1</script><img src=x onerror="window.ran = 1">';

function notebook(source: string, outputs: NotebookOutput[] = []): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: {},
    cells: [
      { cell_type: "markdown", id: "m", metadata: {}, source },
      { cell_type: "code", id: "c", metadata: {}, source: "const a: number = 1;", execution_count: 1, outputs },
    ],
  };
}

async function page(source: string, outputs?: NotebookOutput[]) {
  const html = await renderPage(notebook(source, outputs), { name: "n.ipynb" });
  return { html, document: new JSDOM(html, { runScripts: "dangerously" }).window.document };
}

const shown = (data: Record<string, unknown>, metadata = {}): NotebookOutput => ({
  output_type: "display_data",
  data,
  metadata,
});

describe("renderPage", () => {
  test("needs nothing else: no script, no request, and a policy that forbids both", async () => {
    const { html, document } = await page("# Title");
    expect(document.querySelectorAll("script, link, iframe, object")).toHaveLength(0);
    expect(html).toContain("default-src 'none'");
    expect(document.querySelectorAll("[src]")).toHaveLength(0);
  });

  test("has a title, a language, landmarks, a way to skip to the content, and both colour schemes", async () => {
    const { document } = await page("# The *title* 標題\n\n## Part");
    expect(document.title).toBe("The title 標題");
    expect(document.documentElement.lang).toBe("en");
    for (const landmark of ["header", "nav[aria-label]", "main", "footer"])
      expect(document.querySelector(landmark)).not.toBeNull();
    expect(document.querySelector("a.skip")?.getAttribute("href")).toBe("#content");
    expect(document.querySelector('meta[name="color-scheme"]')?.getAttribute("content")).toBe("light dark");
  });

  test("sets maths as MathML and leaves prices and code alone", async () => {
    const { document } = await page("$x^2$ costs $5 or $6, `$y$`\n\n$$\n\\sum_i i\n$$\n");
    expect(document.querySelectorAll("math")).toHaveLength(2);
    expect(document.querySelector('math[display="block"]')).not.toBeNull();
    expect(document.querySelector("code")?.textContent).toBe("$y$");
    expect(document.querySelector("main p")?.textContent).toContain("costs $5 or $6");
  });

  test("shows a figure as an image with its alt text, and not as the interactive form", async () => {
    const data = { "application/vnd.plotly.v1+json": { data: [] }, "image/png": "AAAA", "text/plain": "figure" };
    const { document } = await page("", [shown(data, { "image/png": { alt: 'falls to "0"' } })]);
    expect(document.querySelector("figure img")?.getAttribute("alt")).toBe('falls to "0"');
    expect(document.querySelector("figure img")?.getAttribute("src")).toBe("data:image/png;base64,AAAA");
  });

  test("shows each measurement of a claim in a row of its own, with the claim's note", async () => {
    const claim = { id: "1.01", sentence: "S.", holds: false, parts: [{ name: "a" }, { name: "b" }] };
    const markdown = "✗ **does not hold** · S.\n\n| | expected |\n|---|---|\n| a | 1 |\n| b | 2 |\n\nA note.";
    const { document } = await page("", [
      shown({ "application/vnd.course.claim+json": claim, "text/markdown": markdown }),
    ]);
    const card = document.querySelector('.claim.fails[aria-label="Claim 1.01 does not hold"]')!;
    expect(Array.from(card.querySelectorAll("tbody tr"), (row) => row.textContent?.replaceAll(/\s+/g, ""))).toEqual([
      "a1",
      "b2",
    ]);
    expect(card.textContent).toContain("A note.");
  });

  test("shows a claim with what was expected, measured and the control", async () => {
    const claim = { id: "1.01", sentence: "A < B.", expected: "≥ 1", measured: "2", control: "0", holds: true };
    const { document } = await page("", [shown({ "application/vnd.course.claim+json": claim, "text/plain": "" })]);
    const text = document.querySelector(".claim.holds")?.textContent;
    for (const part of ["holds", "1.01", "A < B.", "≥ 1", "2", "0"]) expect(text).toContain(part);
  });

  test.each<[string, NotebookOutput]>([
    ["stream", { output_type: "stream", name: "stdout", text: hostile }],
    ["error", { output_type: "error", ename: "E", evalue: hostile, traceback: [hostile] }],
    ["html", shown({ "text/html": hostile })],
    ["markdown", shown({ "text/markdown": `${hostile}\n[a](javascript:window.ran=1)` })],
    [
      "svg",
      shown({ "image/svg+xml": `<svg xmlns="http://www.w3.org/2000/svg" onload="window.ran = 1">${hostile}</svg>` }),
    ],
    ["latex", shown({ "text/latex": `\\href{javascript:window.ran=1}{${hostile}}` })],
    ["javascript", shown({ "application/javascript": "window.ran = 1" })],
    ["png", shown({ "image/png": '"><script>window.ran = 1</script>' }, { "image/png": { alt: `">${hostile}` } })],
    [
      "claim",
      shown({
        "application/vnd.course.claim+json": { id: hostile, sentence: hostile, measured: hostile, holds: "yes" },
      }),
    ],
  ])("runs nothing that a hostile output holds: %s", async (_, output) => {
    const { document } = await page(hostile, [output]);
    expect((document.defaultView as unknown as { ran?: number }).ran).toBeUndefined();
    expect(document.querySelectorAll("script, [onerror], [onload], a[href^=javascript]")).toHaveLength(0);
  });
});

describe("sanitiseHtml", () => {
  test("keeps a table as it is", () => {
    const table =
      '<table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td colspan="2">1 &lt; 2</td></tr></tbody></table>';
    expect(sanitiseHtml(table)).toBe(table);
  });

  test("keeps the text of elements it does not know, and drops what could act", () => {
    expect(sanitiseHtml("<blink>a</blink><form action=x><input>b</form><style>p{}</style><!-- c -->")).toBe("ab");
    expect(sanitiseHtml('<p style="position:fixed" onclick="x()" class="y">a</p>')).toBe("<p>a</p>");
    expect(sanitiseHtml('<img src="http://example.org/a.png" alt="b">')).toBe('<img alt="b">');
  });
});
