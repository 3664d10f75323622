/** The front door of the science column: what a lecture's first cell imports. */
export { display, rng } from "./core/index.ts";
export { show } from "./show/index.ts";
