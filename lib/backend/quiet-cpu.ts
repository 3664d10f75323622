/** tfjs' cpu backend without the five lines that it writes to stderr when it is first used in Node. */
import { findBackend } from "@tensorflow/tfjs";

/** Start the cpu backend; it does not advise anyone to install another one. */
export function quietCpu<Cpu extends object>(): Cpu {
  const cpu = findBackend("cpu") as unknown as Cpu & { firstUse: boolean };
  cpu.firstUse = false;
  return cpu;
}
