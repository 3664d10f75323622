/** What a kernelspec starts: the kernel in its packed form, or as it is written where that is not up to date. */
import { freshPack } from "./packed.ts";

/** By then a kernel that was started for a notebook has run its first cells. */
const packAfterMs = 10_000;

const packed = freshPack();
if (packed === undefined) setTimeout(packForNextTime, packAfterMs).unref();
await (packed === undefined ? import("./serve.ts") : import(packed));

async function packForNextTime(): Promise<void> {
  try {
    const { packKernel } = await import("./pack.ts");
    const { stop } = await import("esbuild");
    // its process would stay as long as the kernel
    await packKernel().finally(stop);
  } catch {
    // whoever cannot write there goes on as now
  }
}
