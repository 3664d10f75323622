/**
 * The kernelspec: how Jupyter starts this kernel.
 *
 * Reference: Jupyter client documentation, "Making kernels for Jupyter", section "Kernel specs".
 */
import { fileURLToPath } from "node:url";

/** What cells are written in. */
export type KernelLanguage = "typescript" | "javascript";

/** What notebooks call this kernel: the names of stock tslab's, so that those written for it open with ours. */
export const kernelNames: Record<KernelLanguage, string> = { typescript: "tslab", javascript: "jslab" };

/** The content of `kernel.json`. */
export interface KernelSpec {
  argv: string[];
  display_name: string;
  language: string;
  interrupt_mode: "message";
  env: Record<string, string>;
  metadata: Record<string, unknown>;
}

export interface KernelSpecOptions {
  node: string;
  compileCache: string;
  language?: KernelLanguage | undefined;
}

/** The kernelspec that runs this folder's `main.ts` by `node`, with Node's compile cache in `compileCache`. */
export function kernelSpec({ node, compileCache, language = "typescript" }: KernelSpecOptions): KernelSpec {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  const flags = language === "javascript" ? ["--javascript"] : [];
  return {
    argv: [node, "--disable-warning=ExperimentalWarning", main, ...flags, "{connection_file}"],
    display_name: language === "javascript" ? "JavaScript (tslab)" : "TypeScript (tslab)",
    language,
    interrupt_mode: "message",
    env: { NODE_COMPILE_CACHE: compileCache },
    metadata: {},
  };
}
