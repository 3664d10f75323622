export { coverage, fontFiles, fontFolder, missingCharacters } from "./fonts.ts";
export { renderPng } from "./png.ts";
export { renderSvg } from "./load-svg.ts";
