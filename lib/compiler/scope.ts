/**
 * What later cells see of earlier ones, as text for the type checker.
 *
 * Each finished cell becomes one namespace in one of the scope files, so that a name may be declared again: the newest
 * declaration wins. A cell that names something from before gets an alias for it: `import f = $hub.$f0.$7.f` carries
 * value and type, a variable becomes `declare let x: typeof $hub.$f0.$7.x` so that it can be assigned.
 *
 * All imports of the scope files, and the modules that cells have imported, go through one file, the hub.
 */
import { applyEdits } from "./edits.ts";
import type { Edit } from "./edits.ts";
import { createImports } from "./imports.ts";
import { awaitName, emptyScope, hubImport, hubName, scopeFileCount } from "./program-files.ts";
import type { FileText } from "./program-files.ts";
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
  /**
   * The text to put before the cell `code`, on one line: it brings in the names `used` from before, but for those that
   * the cell declares itself.
   */
  headFor(code: string, names: { used: Iterable<string>; declared: ReadonlySet<string> }): string;
  /** The hub's text with the modules that `code` seems to import, if it does not have them already. */
  expectImports(code: string): string | undefined;
  /** Make what the cell declares visible to later ones. Returns the files that changed. */
  add(code: string, syntax: CellSyntax): FileText[];
  /** Forget every cell. Returns the files that changed. */
  clear(): FileText[];
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
  const namespaces = Array.from({ length: scopeFileCount }, () => "");
  let imports = createImports();
  let cells = 0;

  function known(names: Iterable<string>, except: ReadonlySet<string>): [string, Entry][] {
    return [...names].flatMap((name) => {
      const entry = entries.get(name);
      return entry && !except.has(name) ? [[name, entry] as [string, Entry]] : [];
    });
  }

  return {
    names: () => [...entries].map(([name, { kind }]) => ({ name, kind })),

    headFor: (code, { used, declared }) =>
      hubImport + imports.padding(code) + known(used, declared).map(aliasText).join(" "),

    expectImports: (code) => imports.expect(code),

    add(code, syntax) {
      const cell = cells++;
      const index = fileOf(cell);
      const aliases = known(syntax.identifiers, declaredNames(syntax)).map(aliasText);
      const imported = syntax.imports.flatMap((statement) =>
        statement.names.map(
          (name) => `export import ${name.local} = ${hubName}.${imports.add(statement, name.imported)};`,
        ),
      );
      const vars = syntax.hoistedVars.map((name) => `export let ${name}: any;`);
      const body = syntax.declarations.map((declaration) => namespaceText(code, syntax, declaration));
      namespaces[index] += `export namespace $${cell} { ${[...aliases, ...imported, ...vars, ...body].join("\n")}\n}\n`;

      for (const { names } of syntax.imports)
        for (const { local } of names) entries.set(local, { cell, kind: "import" });
      for (const name of syntax.hoistedVars) entries.set(name, { cell, kind: "var" });
      for (const { kind, names } of syntax.declarations) for (const name of names) entries.set(name, { cell, kind });
      const scopeFile = { file: index, text: emptyScope + namespaces[index]! };
      return syntax.imports.length > 0 ? [{ file: "hub", text: imports.hubText() }, scopeFile] : [scopeFile];
    },

    clear() {
      const used = namespaces.flatMap((text, index) => (text ? [index] : []));
      entries.clear();
      namespaces.fill("");
      imports = createImports();
      cells = 0;
      return [...used.map((file) => ({ file, text: emptyScope })), { file: "hub", text: imports.hubText() }];
    },
  };
}

function aliasText([name, { cell, kind }]: [string, Entry]): string {
  const member = `${hubName}.$f${fileOf(cell)}.$${cell}.${name}`;
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
    edits.push({ start: whole.start, end: operand.start, text: `${awaitName}(` });
    edits.push({ start: whole.end, end: whole.end, text: ")" });
  }
  return `${documentationBefore(code, declaration.start)}export ${applyEdits(code, edits, [declaration.start, declaration.end])}`;
}

/** The comment right before a declaration, on lines of its own: behind something else it would belong to that. */
function documentationBefore(code: string, start: number): string {
  const before = code.slice(0, start).trimEnd();
  const open = before.endsWith("*/") ? before.lastIndexOf("/*") : -1;
  return open >= 0 && before.startsWith("/**", open) ? `\n${before.slice(open)}\n` : "";
}
