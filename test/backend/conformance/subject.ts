/** The part of a child process that is packed with the suite: the backend under test. */
import { setTestEnvs } from "@tensorflow/tfjs-core/dist/jasmine_util.js";
import { backendReport, registerOnnxBackend } from "../../../lib/backend/index.ts";

export type BackendName = "cpu" | "onnx";

/** Make the suite run on this backend. Call it before any of its files is loaded. */
export function useBackend(backendName: BackendName): void {
  if (backendName === "onnx") registerOnnxBackend({ threads: 2 });
  setTestEnvs([{ name: "", backendName, isDataSync: true }]);
}

/** How often each kernel was left to the cpu backend since this was last asked. */
export function fallbackCounts(): Record<string, number> {
  const fallbacks = backendReport({ reset: true })?.fallbacks ?? [];
  return Object.fromEntries(fallbacks.map(({ kernel, calls }) => [kernel, calls]));
}
