/** Names that the checker and the process that runs cells have to agree on. No imports: that process reads it too. */

/** Under these it offers what V8's REPL mode lacks. */
export const runtimeNames = {
  /** Node's `import()`, which gives all that a CommonJS module exports as its default. */
  import: "__cell_import__",
  /** The same as bundlers read it: the default is what the module calls so. */
  bundlerImport: "__cell_bundler_import__",
  meta: "__cell_meta__",
  using: "__cell_using__",
} as const;

/** The file that a cell is to what it imports, in the notebook's folder. It is not on the disk. */
export const cellFileName = "__cell__.mts";

/** Ends a name that a cell and the world both have, where it means the cell's: a character of names that nobody sees. */
export const ownNameMark = "\u034f";
