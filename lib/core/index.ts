export { check, checkInteger, checkNumber, InputError } from "./check.ts";
export { clearOutput, installClear } from "./clear-output.ts";
export type { ClearOptions } from "./clear-output.ts";
export { asBundle, bundleOf, display, displaySymbol, installPublish, isDisplayable } from "./display.ts";
export type { Displayable, DisplayOptions, MimeBundle, MimeData, MimeMetadata, Publish } from "./display.ts";
export { progress } from "./progress.ts";
export type { ProgressOptions } from "./progress.ts";
export { rng, seedShift } from "./rng.ts";
export type { Rng } from "./rng.ts";
