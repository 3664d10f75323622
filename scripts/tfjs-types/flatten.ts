/** The flat file: every name that the package gives away, and what those need. */
import { createDeclare } from "./declare.ts";
import { operationDocs } from "./docs.ts";
import { findHomes } from "./homes.ts";
import type { Place } from "./homes.ts";
import { createRewrite } from "./rewrite.ts";
import { isModule } from "./source.ts";
import type { Source, ts } from "./source.ts";

interface Namespace {
  texts: string[];
  inner: Map<string, Namespace>;
}

export interface Flat {
  /** The declarations of the whole package. */
  text: string;
  /** A file that gives away, of the flat file at `path`, what one of its parts does: the package with these `exports`. */
  part(exports: readonly ts.Symbol[], path: string): string;
}

export function flatten(source: Source): Flat {
  const homes = findHomes(source);
  const rewrite = createRewrite(source, homes.nameOf);
  const declare = createDeclare(source, { rewrite, docs: operationDocs(source) });
  const root: Namespace = { texts: [], inner: new Map() };

  function namespaceAt(path: readonly string[]): Namespace {
    let at = root;
    for (const name of path) {
      const next = at.inner.get(name) ?? { texts: [], inner: new Map() };
      at.inner.set(name, next);
      at = next;
    }
    return at;
  }

  function textsOf(place: Place): string[] {
    const { name, path, symbol } = place;
    if (homes.isHome(place)) return declare(symbol, name).map((text) => exported(text, path.length === 0));
    const target = homes.nameOf(symbol);
    return [target.includes(".") ? `export import ${name} = ${target};` : `export { ${asName(target, name)} };`];
  }

  for (const place of homes.places) namespaceAt(place.path).texts.push(...textsOf(place));
  // subtle: what they need is added while the loop runs
  for (const [symbol, name] of homes.hidden) {
    if (isModule(symbol)) throw new Error(`${name}: expected a namespace to be given away`);
    root.texts.push(...declare(symbol, name).map((text) => text.replace(/^(\/\*\*[\s\S]*?\*\/\n)?/u, "$1declare ")));
  }
  return { text: `${render(root, true)}\nexport {};\n`, part: (exports, path) => part(exports.map(named), path) };

  function named(symbol: ts.Symbol): { name: string; target: string } {
    const meant = source.resolve(symbol);
    if (!homes.isGivenAway(meant)) throw new Error(`${symbol.name}: expected a name of the whole package`);
    return { name: symbol.name, target: homes.nameOf(meant) };
  }
}

function part(names: readonly { name: string; target: string }[], path: string): string {
  const [deep, top] = [true, false].map((isDeep) => names.filter(({ target }) => target.includes(".") === isDeep));
  const roots = [...new Set(deep!.map(({ target }) => target.split(".")[0]!))];
  const lines = [
    top!.length === 0
      ? ""
      : `export { ${top!.map(({ name, target }) => asName(target, name)).join(", ")} } from "${path}";`,
    ...roots.map((root) => `import { ${root} as $${root} } from "${path}";`),
    ...deep!.map(({ name, target }) => `export import ${name} = $${target};`),
  ];
  return `${lines.filter(Boolean).join("\n")}\n`;
}

function asName(target: string, name: string): string {
  return target === name ? name : `${target} as ${name}`;
}

function exported(text: string, isTop: boolean): string {
  return text.replace(/^(\/\*\*[\s\S]*?\*\/\n)?/u, `$1export ${isTop ? "declare " : ""}`);
}

function render({ texts, inner }: Namespace, isTop: boolean): string {
  const blocks = [...inner].map(
    ([name, each]) => `export ${isTop ? "declare " : ""}namespace ${name} {\n${render(each, false)}\n}`,
  );
  return [...texts, ...blocks].join("\n");
}
