/** Names under which the process that runs cells offers what V8's REPL mode lacks. No imports: that process reads it too. */
export const runtimeNames = { import: "__cell_import__", meta: "__cell_meta__", using: "__cell_using__" } as const;
