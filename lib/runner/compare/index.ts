export { jsonDifference } from "./json.ts";
export { imageDifference } from "./image.ts";
export { compareOutputs } from "./outputs.ts";
export type { Difference } from "./outputs.ts";
export { renderDifferences } from "./render.ts";
export { numbersAgree, textsAgree } from "./text.ts";
