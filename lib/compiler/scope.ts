/**
 * What later cells see of earlier ones, as text for the type checker.
 *
 * Each finished cell becomes one namespace in one of the scope files, so that a name may be declared again: the newest
 * declaration wins. A cell that names something from before gets an alias for it: `import f = $7.f` carries value and
 * type, a variable becomes `declare let x: typeof $7.x` so that it can be assigned.
 */
import { applyEdits } from "./edits.ts";
import type { Edit } from "./edits.ts";
import { emptyCell, scopeFileCount, scopeSpecifier } from "./program.ts";
import type { CellSyntax, Declaration } from "./syntax.ts";

/** Cells that share a scope file; adding one re-parses its file only, so few is fast and many saves files. */
const cellsPerFile = 16;

interface Entry {
  cell: number;
  kind: Declaration["kind"] | "import";
}

export interface Scope {
  /** Every name that a cell may use from before, with the kind of its newest declaration. */
  names(): { name: string; kind: Entry["kind"] }[];
  /** The text to put before a cell that uses `used` and declares `declared` itself. It is one line. */
  headFor(used: Iterable<string>, declared: ReadonlySet<string>): string;
  /** Make what the cell declares visible to later ones. Returns the scope file that changed, and its text. */
  add(code: string, syntax: CellSyntax): { index: number; text: string };
  /** Forget every cell. Returns the scope files that changed, and their text. */
  clear(): { index: number; text: string }[];
}

/** The names a cell declares itself, imports included. */
export function declaredNames(syntax: CellSyntax): Set<string> {
  const names = [...syntax.imports, ...syntax.declarations].flatMap((each) =>
    "specifier" in each ? each.names.map(({ local }) => local) : each.names,
  );
  return new Set([...names, ...syntax.hoistedVars]);
}

const fileOf = (cell: number): number => Math.floor(cell / cellsPerFile) % scopeFileCount;

export function createScope(): Scope {
  const entries = new Map<string, Entry>();
  const files = Array.from({ length: scopeFileCount }, emptyFile);
  /** What earlier cells import. Every cell imports it again, since another set of imports costs a new program. */
  let specifiers = "";
  let cells = 0;

  function known(names: Iterable<string>, except: ReadonlySet<string>): [string, Entry][] {
    return [...names].flatMap((name) => {
      const entry = entries.get(name);
      return entry && !except.has(name) ? [[name, entry] as [string, Entry]] : [];
    });
  }

  return {
    names: () => [...entries].map(([name, { kind }]) => ({ name, kind })),

    headFor(used, declared) {
      const aliases = known(used, declared);
      const wanted = Map.groupBy(new Set(aliases.map(([, { cell }]) => cell)), fileOf);
      let imports = emptyCell();
      for (const [file, numbers] of wanted)
        imports = imports.replace(
          `import {} from "${scopeSpecifier(file)}"`,
          `import { ${numbers.map((cell) => `$${cell}`).join(", ")} } from "${scopeSpecifier(file)}"`,
        );
      return imports + specifiers + aliases.map(aliasText).join(" ");
    },

    add(code, syntax) {
      const cell = cells++;
      const index = fileOf(cell);
      const file = files[index]!;
      const declared = declaredNames(syntax);
      const aliases = known(syntax.identifiers, declared);
      for (const [, entry] of aliases) {
        const from = fileOf(entry.cell);
        if (from === index) continue;
        if (!file.uses.has(from)) file.uses.set(from, new Set());
        file.uses.get(from)!.add(entry.cell);
      }
      for (const statement of syntax.imports) {
        const from = `from ${JSON.stringify(statement.specifier)}${statement.attributes && ` with ${statement.attributes}`};`;
        if (!specifiers.includes(` ${from}`)) specifiers += `import {} ${from}`;
        for (const { imported, local } of statement.names) {
          const what = imported === "*" ? `* as $${cell}_${local}` : `{ ${imported} as $${cell}_${local} }`;
          file.reexports += `export ${what} ${from}\n`;
        }
      }
      const importAliases = syntax.imports.flatMap(({ names }) =>
        names.map(({ local }) => `export import ${local} = $self.$${cell}_${local};`),
      );
      const vars = syntax.hoistedVars.map((name) => `export let ${name}: any;`);
      const body = syntax.declarations.map((declaration) => namespaceText(code, syntax, declaration));
      file.namespaces += `export namespace $${cell} { ${[...aliases.map(aliasText), ...importAliases, ...vars, ...body].join("\n")}\n}\n`;

      for (const { names } of syntax.imports)
        for (const { local } of names) entries.set(local, { cell, kind: "import" });
      for (const name of syntax.hoistedVars) entries.set(name, { cell, kind: "var" });
      for (const { kind, names } of syntax.declarations) for (const name of names) entries.set(name, { cell, kind });
      return { index, text: fileText(index) };
    },

    clear() {
      const used = files.flatMap(({ namespaces }, index) => (namespaces ? [index] : []));
      entries.clear();
      specifiers = "";
      cells = 0;
      for (const index of used) files[index] = emptyFile();
      return used.map((index) => ({ index, text: fileText(index) }));
    },
  };

  function fileText(index: number): string {
    const { reexports, namespaces, uses } = files[index]!;
    const imports = [...uses].map(
      ([from, numbers]) =>
        `import { ${[...numbers].map((cell) => `$${cell}`).join(", ")} } from "${scopeSpecifier(from)}";\n`,
    );
    return `import * as $self from "${scopeSpecifier(index)}";\ndeclare function $await<T>(value: T): Awaited<T>;\n${imports.join("")}${reexports}${namespaces}`;
  }
}

function emptyFile(): { reexports: string; namespaces: string; uses: Map<number, Set<number>> } {
  return { reexports: "", namespaces: "", uses: new Map() };
}

function aliasText([name, { cell, kind }]: [string, Entry]): string {
  const member = `$${cell}.${name}`;
  if (kind === "let" || kind === "var") return `declare let ${name}: typeof ${member};`;
  if (kind === "const" || kind === "using" || kind === "await using") return `declare const ${name}: typeof ${member};`;
  return `import ${name} = ${member};`;
}

/** A declaration as an exported member of a namespace, where `await` and `using` may not stand. */
function namespaceText(code: string, { awaits }: CellSyntax, declaration: Declaration): string {
  if (declaration.names.length === 0) return "";
  const edits: Edit[] = declaration.modifiers
    .filter(({ text }) => text !== "declare")
    .map(({ start, end }) => ({ start, end, text: "" }));
  const { keyword, kind } = declaration;
  if (keyword && (kind === "using" || kind === "await using")) edits.push({ ...keyword, text: "const" });
  for (const { whole, operand } of awaits) {
    edits.push({ start: whole.start, end: operand.start, text: "$await(" });
    edits.push({ start: whole.end, end: whole.end, text: ")" });
  }
  return `export ${applyEdits(code, edits, [declaration.start, declaration.end])}`;
}
