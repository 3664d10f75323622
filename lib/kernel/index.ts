export { parseConnection } from "./connection-file.ts";
export type { Channel, Connection } from "./connection-file.ts";
export { startKernel } from "./kernel.ts";
export type { Kernel, KernelOptions } from "./kernel.ts";
export { kernelNames, kernelSpec } from "./kernelspec.ts";
export type { KernelSpec } from "./kernelspec.ts";
export { notebookMetadata } from "./notebook-metadata.ts";
export { probeKernel } from "./probe.ts";
export type { Probed, ProbeOptions } from "./probe.ts";
