/** Tracebacks without the place of this checkout: a committed file must not say in whose home it was made. */
import { pathToFileURL } from "node:url";
import type { NotebookOutput } from "../notebook/index.ts";

/** The same outputs, with paths under `root` written from the root. */
export function relativeTracebacks(outputs: readonly NotebookOutput[], root: string): NotebookOutput[] {
  const prefixes = [`${pathToFileURL(root).href}/`, `${root}/`, `${root}\\`];
  const strip = (text: string): string => prefixes.reduce((rest, prefix) => rest.replaceAll(prefix, ""), text);
  return outputs.map((output) =>
    output.output_type === "error" ? { ...output, traceback: output.traceback.map(strip) } : output,
  );
}
