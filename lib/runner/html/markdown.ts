/** A Markdown cell as HTML: raw HTML stays text, maths becomes MathML, attached pictures are inlined. */
import { renderToString } from "katex";
import MarkdownIt from "markdown-it";
import type { Attachments } from "../../notebook/index.ts";

const markdown = new MarkdownIt({ html: false, linkify: false });

markdown.inline.ruler.after("escape", "math", (state, silent) => {
  const match = /^(\$\$?)(?!\s)((?:\\.|[^\\$`])+?)(?<!\s)\1(?!\d)/s.exec(state.src.slice(state.pos));
  if (!match) return false;
  if (!silent) {
    const token = state.push("math", "math", 0);
    token.content = match[2]!;
    token.meta = { display: match[1] === "$$" };
  }
  state.pos += match[0].length;
  return true;
});

markdown.block.ruler.before("fence", "math_block", (state, startLine, endLine, silent) => {
  const line = (n: number): string => state.src.slice(state.bMarks[n]! + state.tShift[n]!, state.eMarks[n]);
  if (line(startLine).trim() !== "$$") return false;
  let end = startLine + 1;
  while (end < endLine && line(end).trim() !== "$$") end++;
  if (end === endLine) return false;
  if (silent) return true;
  const token = state.push("math", "math", 0);
  token.block = true;
  token.content = state.getLines(startLine + 1, end, 0, false);
  token.meta = { display: true };
  state.line = end + 1;
  return true;
});

markdown.renderer.rules["math"] = (tokens, index) => {
  const { content, meta } = tokens[index]!;
  return renderMath(content, (meta as { display: boolean }).display);
};

markdown.core.ruler.push("attachments", (state) => {
  const { attachments } = state.env as { attachments?: Attachments };
  for (const block of state.tokens)
    for (const token of block.children ?? []) {
      const name = /^attachment:(.+)$/.exec(String(token.attrGet("src") ?? ""))?.[1];
      const [mime, data] = Object.entries(attachments?.[decodeURIComponent(name ?? "")] ?? {})[0] ?? [];
      if (mime?.startsWith("image/")) token.attrSet("src", `data:${mime};base64,${String(data)}`);
    }
});

/** LaTeX as MathML. What KaTeX does not know is shown as it was written. */
export function renderMath(latex: string, displayMode: boolean): string {
  return renderToString(latex, { displayMode, output: "mathml", throwOnError: false, maxExpand: 1000 });
}

export function renderMarkdown(source: string, attachments: Attachments = {}): string {
  return markdown.render(source, { attachments });
}
