export { check, checkInteger, checkNumber, InputError } from "./check.ts";
export { bundleOf, display, displaySymbol, installPublish, isDisplayable } from "./display.ts";
export type { Displayable, DisplayOptions, MimeBundle, MimeData, MimeMetadata, Publish } from "./display.ts";
export { rng, seedShift } from "./rng.ts";
export type { Rng } from "./rng.ts";
