export { backendName, backendReport, registerOnnxBackend } from "./register.ts";
export type { BackendReport, FallbackReport } from "./report.ts";
export { selectBackend } from "./select.ts";
export type { Selection, SelectOptions, Starter } from "./select.ts";
export { startTfjsNode, tfjsNodeFolder } from "./tfjs-node.ts";
