export { findBrowser, findOrInstallBrowser } from "./browser.ts";
export { askJupyter } from "./doctor-jupyter.ts";
export { diagnose } from "./doctor.ts";
export type { DiagnoseOptions, Finding, Probed } from "./doctor.ts";
export { ensureEnvironment, installPackage, isReady, notebookTools } from "./environment.ts";
export { LabError } from "./failure.ts";
export {
  isCourseKernel,
  kernelDir,
  prefixDataDir,
  readKernelSpec,
  removeKernelSpec,
  userDataDir,
  writeKernelSpec,
} from "./kernelspec.ts";
export type { Spec } from "./kernelspec.ts";
export { openLab } from "./open-lab.ts";
export type { OpenLabOptions } from "./open-lab.ts";
export { labEnv, labPaths, toolPaths } from "./paths.ts";
export type { LabPaths, PythonPaths } from "./paths.ts";
export type { LabServer } from "./server.ts";
