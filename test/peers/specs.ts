/** How Jupyter starts each kernel: what each one's own installer writes into its kernelspec. */
import path from "node:path";
import { kernelSpec } from "../../lib/kernel/index.ts";
import { compileCache, denoDir, denoProgram, python, root, runtimeDir } from "./paths.ts";

export const peerNames = ["ours", "ipykernel", "deno", "tslab"] as const;
export type PeerName = (typeof peerNames)[number];

export interface PeerSpec {
  /** With `{connection_file}` where its path goes. */
  argv: string[];
  /** How Jupyter's stop button reaches it. */
  interruptMode: "message" | "signal";
  /** Whether it sends iopub_welcome to those who subscribe. */
  greets: boolean;
  env: Record<string, string>;
}

const specs: Record<PeerName, () => PeerSpec> = {
  ours() {
    const { argv, env, interrupt_mode: interruptMode } = kernelSpec({ node: process.execPath, compileCache });
    return { argv, interruptMode, greets: true, env };
  },
  // `python -m ipykernel install` of 7.4.0
  ipykernel: () => ({
    argv: [python, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
    interruptMode: "signal",
    greets: true,
    env: { IPYTHONDIR: path.join(runtimeDir, "ipython"), PYTHONNOUSERSITE: "1" },
  }),
  // `deno jupyter --install` of 2.9.6
  deno: () => ({
    argv: [denoProgram(), "jupyter", "--kernel", "--conn", "{connection_file}"],
    interruptMode: "signal",
    greets: false,
    env: { DENO_DIR: path.join(denoDir, "cache"), DENO_NO_UPDATE_CHECK: "1" },
  }),
  // `tslab install` of 1.0.22
  tslab: () => ({
    argv: [
      process.execPath,
      path.join(root, "node_modules", "tslab", "bin", "tslab"),
      "kernel",
      "--config-path",
      "{connection_file}",
    ],
    interruptMode: "signal",
    greets: false,
    env: {},
  }),
};

export function specOf(name: PeerName): PeerSpec {
  return specs[name]();
}
