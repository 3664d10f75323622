/** A limit to what one cell shows, so that a loop that prints for ever fills neither this process nor the notebook. */
import type { Output } from "./types.ts";

/** What a cell may show when nobody says otherwise, in characters. */
const defaultMegabytes = 100;

/** The limit in characters: `COURSE_OUTPUT_LIMIT_MB` if it is a number above 0, else 100 MB. */
export function outputLimit(env: NodeJS.ProcessEnv = process.env): number {
  const megabytes = Number(env["COURSE_OUTPUT_LIMIT_MB"]);
  return (megabytes > 0 ? megabytes : defaultMegabytes) * 2 ** 20;
}

/**
 * Decides about each output of one cell in turn: the output itself, the part of it that still fits with a sentence
 * that says so, or nothing. Printed text and displays count, what `clear_output` takes away no longer does; a result
 * and an error always pass.
 */
export function limited(limit: number): (output: Output) => Output[] {
  let shown = 0;
  return (output) => {
    if (output.type === "clear") shown = 0;
    if (output.type !== "stream" && output.type !== "display") return [output];
    const before = shown;
    shown += lengthOf(output);
    if (shown <= limit) return [output];
    if (before > limit) return [];
    const text = `\n[Output is cut here: this cell has shown more than ${Math.round(limit / 2 ** 20)} MB. COURSE_OUTPUT_LIMIT_MB sets this limit.]\n`;
    const notice: Output = { type: "stream", name: "stderr", text };
    return output.type === "stream" ? [{ ...output, text: output.text.slice(0, limit - before) }, notice] : [notice];
  };
}

function lengthOf(output: Output & { type: "stream" | "display" }): number {
  if (output.type === "stream") return output.text.length;
  const forms = Object.values(output.data);
  return forms.reduce<number>((sum, form) => sum + (typeof form === "string" ? form : JSON.stringify(form)).length, 0);
}
