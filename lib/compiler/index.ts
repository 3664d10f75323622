export { createCompiler } from "./compiler.ts";
export type { Compiler } from "./compiler.ts";
export { diagnosticLines } from "./diagnostics.ts";
export { runtimeNames } from "./runtime-names.ts";
export type { CellDiagnostic, Compiled } from "./types.ts";
