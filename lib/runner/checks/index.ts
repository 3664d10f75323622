export { altOf, figureWithoutAlt } from "./alt-text.ts";
export { checkCell, maxOutputBytes } from "./cells.ts";
export { checkBudget, checkSize, maxNotebookBytes } from "./notebook.ts";
