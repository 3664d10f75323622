export { codeFrame } from "./code-frame.ts";
export { diagnosticLines } from "./diagnostics.ts";
export { sourcePlace } from "./positions.ts";
export { CompilerStopped, startCompiler } from "./remote.ts";
export { ownNameMark } from "./runtime-names.ts";
export type { CellDiagnostic, Compiled, SymbolFacts } from "./types.ts";
