export { coverage, fontFiles, fontFolder, missingCharacters } from "./fonts.ts";
export { renderPng } from "./png.ts";
export { renderSvg } from "./svg.ts";
