/**
 * The kernelspec: how Jupyter starts this kernel.
 *
 * Reference: Jupyter client documentation, "Making kernels for Jupyter", section "Kernel specs".
 */
import { fileURLToPath } from "node:url";

/** What notebooks call this kernel: the name of stock tslab's, so that those written for it open with ours. */
export const kernelName = "tslab";

/** The content of `kernel.json`. */
export interface KernelSpec {
  argv: string[];
  display_name: string;
  language: string;
  interrupt_mode: "message";
  env: Record<string, string>;
  metadata: Record<string, unknown>;
}

/** The kernelspec that runs this folder's `main.ts` by `node`, with Node's compile cache in `compileCache`. */
export function kernelSpec({ node, compileCache }: { node: string; compileCache: string }): KernelSpec {
  const main = fileURLToPath(new URL("main.ts", import.meta.url));
  return {
    argv: [node, "--disable-warning=ExperimentalWarning", main, "{connection_file}"],
    display_name: "TypeScript (tslab)",
    language: "typescript",
    interrupt_mode: "message",
    env: { NODE_COMPILE_CACHE: compileCache },
    metadata: {},
  };
}
