/** Before tests that start the kernel: pack it, so that what is tested is what students run. */
import { packKernel } from "../lib/kernel/index.ts";

export default async function setup(): Promise<void> {
  await packKernel();
}
