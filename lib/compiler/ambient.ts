/** What a cell has besides the names of Node and of the language, as declarations for the checker. */

/** The text of a declaration file. Functions only: where `lib.dom` is in scope too, they join its own as overloads. */
export const ambient = `
/**
 * Ask the reader for a line of text, and wait for it. Returns what was typed; \`defaultValue\` if that is nothing;
 * \`null\` if the question was dismissed. Throws where nobody can be asked, as in a notebook that runs unattended.
 */
declare function prompt(message?: string, defaultValue?: string): string | null;
/** Ask for something secret: what is typed is not shown and not saved. */
declare function prompt(message: string, options: { password: boolean }): string | null;
/** Ask the reader a question of yes or no, and wait. True for "y" or "yes"; false for anything else. */
declare function confirm(message?: string): boolean;
/** Show the reader a message, and wait until it was read. */
declare function alert(message?: unknown): void;
`;
