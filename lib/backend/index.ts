export { backendName, backendReport, registerOnnxBackend } from "./register.ts";
export type { BackendReport, FallbackReport } from "./report.ts";
