/** The front door of the science column: what a lecture's first cell imports. */
export { claim, claimTable } from "./claims/index.ts";
export { clearOutput, display, progress, rng } from "./core/index.ts";
export type { Rng } from "./core/index.ts";
export { show } from "./show/index.ts";
