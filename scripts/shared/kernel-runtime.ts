/** How the scripts have this project's kernel started: by their own Node, from its packed form. */
import path from "node:path";
import { packKernel } from "../../lib/kernel/index.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** What a kernelspec needs to know: the program, and where Node keeps compiled code. */
export const runtime = {
  node: process.execPath,
  compileCache: path.join(root, "node_modules", ".cache", "node-compile"),
};

/** Pack the kernel. Where that is not possible it starts later by a tenth of a second, which is no reason to stop. */
export async function packed(say: (line: string) => void): Promise<void> {
  try {
    await packKernel();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    say(`The kernel cannot be packed, so it runs from its sources and starts a little later: ${why}`);
  }
}
