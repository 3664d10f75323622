/**
 * Names of the language and of Node that cells declare for themselves (`class Buffer`, `const Map`).
 *
 * V8 looks for a global name in the cells' scope before it looks at the global object, in every module of the process:
 * a cell's `Map` would be the one that the libraries get. So cells write such a name with a mark that nobody sees.
 */
import { applyEdits, positionsOf } from "./edits.ts";
import type { Edit } from "./edits.ts";
import type { Places } from "./javascript.ts";
import type { Positions } from "./positions.ts";
import { ownNameMark } from "./runtime-names.ts";
import type { CellSyntax } from "./syntax.ts";
import { SyntaxKind } from "./typescript.ts";
import type { AnyNode, Node, SourceFile } from "./typescript.ts";

/** The names that `code` declares or uses and that are the cells' own, though the world has them too. */
export function ownNames({ declarations, imports, hoistedVars, identifiers }: CellSyntax, places: Places): Set<string> {
  const declared = [
    ...declarations.flatMap(({ names, ambient }) => (ambient ? [] : names)),
    ...imports.flatMap(({ names }) => names.flatMap(({ local, typeOnly }) => (typeOnly ? [] : [local]))),
    ...hoistedVars,
  ].filter((name) => name in globalThis);
  const earlier = places.size === 0 ? [] : [...identifiers].filter((name) => places.has(name + ownNameMark));
  return new Set([...declared, ...earlier]);
}

/** The cell, which stands at `offset` of `source`, with each of `names` marked; and where its parts were. */
export function withOwnNames(
  code: string,
  { names, source, offset }: { names: ReadonlySet<string>; source: SourceFile; offset: number },
): { code: string; positions: Positions } {
  const edits: Edit[] = [];
  for (const statement of source.statements) if (statement.pos >= offset) mark(statement, names);
  return { code: applyEdits(code, edits), positions: positionsOf(edits) };

  function mark(node: Node, names: ReadonlySet<string>): void {
    if (node.kind === SyntaxKind.Identifier) markIdentifier(node as Named, names);
    // a namespace's own names are read from outside as its members
    else if (node.kind === SyntaxKind.ModuleBlock) {
      const own = (node as Node & { statements: Node[] }).statements.flatMap(declaredIn);
      const others = names.difference(new Set(own));
      node.forEachChild((each) => mark(each, others));
    } else node.forEachChild((each) => mark(each, names));
  }

  function markIdentifier(node: Named, names: ReadonlySet<string>): void {
    const { text, parent } = node;
    if (!names.has(text) || isKey(node)) return;
    const start = node.getStart(source) - offset;
    const end = node.end - offset;
    const marked = text + ownNameMark;
    if (parent.kind === SyntaxKind.ClassDeclaration && keepsName(parent)) {
      const keyword = code.lastIndexOf("class", start);
      edits.push({ start: keyword, end: keyword + "class".length, text: `let ${marked} = class` });
    } else if (isShorthand(node)) edits.push({ start: end, end, text: `${keyBetween(node)}${marked}` });
    // written with escapes
    else if (code.slice(start, end) !== text) edits.push({ start, end, text: marked });
    else edits.push({ start: end, end, text: ownNameMark });
  }
}

type Named = Node & { text: string; parent: AnyNode };

/** Names that stand behind a dot, or are those of members. */
const keyed = new Set([
  SyntaxKind.PropertyAccessExpression,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.PropertySignature,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.MethodSignature,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
  SyntaxKind.EnumMember,
  SyntaxKind.MetaProperty,
  SyntaxKind.NamedTupleMember,
]);

function isKey(node: Named): boolean {
  const { parent } = node;
  if (keyed.has(parent.kind)) return parent.name === node;
  if (parent.kind === SyntaxKind.QualifiedName) return parent.right === node;
  return parent.propertyName === node;
}

/** The name is both a key and a variable: `{ Map }`. */
function isShorthand(node: Named): boolean {
  const { parent } = node;
  if (parent.kind === SyntaxKind.ShorthandPropertyAssignment) return parent.name === node;
  if (parent.kind === SyntaxKind.ImportSpecifier) return parent.name === node && !parent.propertyName;
  return (
    parent.kind === SyntaxKind.BindingElement &&
    parent.name === node &&
    !parent.propertyName &&
    !parent.dotDotDotToken &&
    (parent.parent as Node).kind === SyntaxKind.ObjectBindingPattern
  );
}

function keyBetween({ parent }: Named): string {
  return parent.kind === SyntaxKind.ImportSpecifier ? " as " : ": ";
}

/** Whether the class can be the value of a variable, and so be called what its reader calls it. */
function keepsName(node: AnyNode): boolean {
  const kinds = ((node.modifiers as Node[] | undefined) ?? []).map(({ kind }) => kind);
  return node.parent!.kind === SyntaxKind.SourceFile && kinds.every((kind) => kind === SyntaxKind.ExportKeyword);
}

function declaredIn(statement: Node): string[] {
  const { name, declarationList } = statement as AnyNode & { name?: Named; declarationList?: AnyNode };
  if (name) return [name.text];
  return ((declarationList?.declarations as AnyNode[] | undefined) ?? []).flatMap(({ name }) => {
    const { text } = name as Partial<Named>;
    return text === undefined ? [] : [text];
  });
}
