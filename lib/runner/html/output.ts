/** One output as HTML. Nothing in it is executed: text is escaped, HTML is cleaned, pictures are images. */
import { stripVTControlCharacters } from "node:util";
import type { NotebookOutput } from "../../notebook/index.ts";
import { altOf } from "../checks/index.ts";
import { claimData } from "../claims.ts";
import { escapeHtml } from "./escape.ts";
import { renderMarkdown, renderMath } from "./markdown.ts";
import { sanitiseHtml } from "./sanitise.ts";

export function renderOutput(output: NotebookOutput): string {
  if (output.output_type === "stream") return text(output.text, output.name === "stderr" ? "stderr" : "stdout");
  if (output.output_type === "error")
    return text(output.traceback.join("\n") || `${output.ename}: ${output.evalue}`, "error");
  const claim = claimData(output);
  return claim ? renderClaim(claim, output) : renderBundle(output);
}

/** The richest form that needs no script. */
function renderBundle(output: NotebookOutput & { data: Record<string, unknown> }): string {
  const { data } = output;
  const raster = Object.keys(data).find((mime) => /^image\/(?:png|jpeg|gif|webp)$/.test(mime));
  if (raster) return figure(`data:${raster};base64,${String(data[raster]).replaceAll(/\s/g, "")}`, output);
  const svg = data["image/svg+xml"];
  if (svg !== undefined)
    return figure(`data:image/svg+xml;base64,${Buffer.from(String(svg)).toString("base64")}`, output);
  if (data["text/html"] !== undefined) return `<div class="rich">${sanitiseHtml(String(data["text/html"]))}</div>`;
  if (data["text/markdown"] !== undefined)
    return `<div class="rich">${renderMarkdown(String(data["text/markdown"]))}</div>`;
  if (data["text/latex"] !== undefined)
    return renderMath(String(data["text/latex"]).replaceAll(/^\s*\$+|\$+\s*$/g, ""), true);
  if (data["text/plain"] !== undefined) return text(String(data["text/plain"]), "result");
  return text(JSON.stringify(data, undefined, 1), "result");
}

function figure(source: string, output: NotebookOutput): string {
  return `<figure><img src="${escapeHtml(source)}" alt="${escapeHtml(altOf(output) ?? "")}"></figure>`;
}

function renderClaim(claim: Record<string, unknown>, output: NotebookOutput): string {
  const part = (key: string): string => escapeHtml(String(claim[key] ?? ""));
  const holds = claim["holds"] === true;
  const verdict = holds ? "holds" : "does not hold";
  const rows = ["expected", "measured", "control"].map((key) => `<dt>${key}</dt><dd>${part(key)}</dd>`).join("");
  const table = tableOfParts(claim, output);
  const body =
    table === undefined
      ? `<p><strong>${holds ? "✓" : "✗"} ${verdict}</strong> · ${part("id")} · ${part("sentence")}</p>
<dl>${rows}</dl>${claim["note"] === undefined ? "" : `\n<p>${part("note")}</p>`}`
      : renderMarkdown(table);
  return `<section class="claim ${holds ? "holds" : "fails"}" aria-label="Claim ${part("id")} ${verdict}">
${body}
</section>`;
}

/** A claim of several measurements brings them as a table; in one line they could not be told apart. */
function tableOfParts({ parts }: Record<string, unknown>, output: NotebookOutput): string | undefined {
  const markdown = "data" in output ? output.data["text/markdown"] : undefined;
  return Array.isArray(parts) && parts.length > 1 && typeof markdown === "string" ? markdown : undefined;
}

function text(content: string, kind: string): string {
  const label = { stderr: "Error stream", error: "Error", stdout: "Printed text", result: "Result" }[kind];
  return `<pre class="${kind}" tabindex="0" role="region" aria-label="${label}">${escapeHtml(stripVTControlCharacters(content))}</pre>`;
}
