/**
 * The modules that cells have imported.
 *
 * A file that imports another module than before makes TypeScript build its program again, which takes 50 ms and with
 * a large library 100 ms. So a module enters the hub together with the cell that imports it, and the cell file goes on
 * importing it: the next cells find the program as it is.
 */
import { emptyHub } from "./program-files.ts";
import type { ImportStatement } from "./syntax.ts";

export interface Imports {
  /** The hub's text with the modules that `code` seems to import, if that is news. */
  expect(code: string): string | undefined;
  /** Imports of every known module that `code` does not seem to import itself, in the order that keeps the program. */
  padding(code: string): string;
  /** The hub's name for what `statement` imports as `imported` (`*` for the whole module). */
  add(statement: Pick<ImportStatement, "specifier" | "attributes">, imported: string): string;
  hubText(): string;
}

interface Module {
  index: number;
  /** What cells took from it, by its own name for it. */
  names: Map<string, string>;
}

export function createImports(): Imports {
  /** By the text of specifier and attributes, in the order in which the cell file imports them. */
  let modules = new Map<string, Module>();
  let count = 0;

  function moduleOf(from: string): Module {
    const known = modules.get(from);
    if (known) return known;
    const module = { index: count++, names: new Map<string, string>() };
    modules.set(from, module);
    return module;
  }

  function hubText(): string {
    // subtle: in the order of their arrival, whatever the cell file's is, or the program would be built again
    const arrived = [...modules].sort(([, a], [, b]) => a.index - b.index);
    const imported = arrived.map(([from, { index, names }]) => {
      const named = [...names].map(
        ([name, ours]) => `${isIdentifier.test(name) ? name : JSON.stringify(name)} as ${ours}`,
      );
      return `export * as $m${index} from ${from}; export { ${named.join(", ")} } from ${from};`;
    });
    return [emptyHub(), ...imported].join("\n");
  }

  return {
    expect(code) {
      const before = modules.size;
      for (const from of importsIn(code)) moduleOf(from);
      return modules.size > before ? hubText() : undefined;
    },

    padding(code) {
      const own = importsIn(code).filter((from) => modules.has(from));
      const others = [...modules.keys()].filter((from) => !own.includes(from));
      modules = new Map([...others, ...own].map((from) => [from, modules.get(from)!]));
      return others.map((from) => `import {} from ${from};`).join("");
    },

    add({ specifier, attributes }, imported) {
      const { index, names } = moduleOf(fromText(specifier, attributes));
      if (imported === "*") return `$m${index}`;
      const name = names.get(imported) ?? `$m${index}_${names.size}`;
      names.set(imported, name);
      return name;
    },

    hubText,
  };
}

const isIdentifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

function fromText(specifier: string, attributes: string): string {
  return JSON.stringify(specifier) + (attributes && ` with ${attributes}`);
}

/**
 * What a text seems to import. Seems: text in a string may look like an import and an unusual import may not; then the
 * program is built once more than needed, and nothing else happens.
 */
function importsIn(code: string): string[] {
  const statements = code.matchAll(/\b(?:from|import)\s*(["'])([^"'\n]+)\1(?:\s*with\s*(\{[^}]*\}))?/g);
  return [...new Set([...statements].map(([, , specifier, attributes]) => fromText(specifier!, attributes ?? "")))];
}
