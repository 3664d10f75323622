/** The names that can be used where the cursor stands, read from the syntax tree: TypeScript 7.0 does not list them. */
import type { CompletionMatch } from "./types.ts";
import { findPrecedingToken, NodeFlags, SyntaxKind, TypeFlags } from "./typescript.ts";
import type { AnyNode, Checker, Expression, Node, SourceFile } from "./typescript.ts";

export interface FreeName {
  text: string;
  kind: string;
  /** Where it is declared in the cell file. */
  position: number;
}

export interface NamesAt {
  /** Innermost scope first, names of earlier cells last and newest of them first. */
  names: FreeName[];
  /** A type stands here, not a value. */
  inType: boolean;
  inFunction: boolean;
}

/**
 * The names in scope at `position`, where an identifier starts. The cell starts at `offset`; before it is the head,
 * which brings in the names of `earlier` cells, here with their kinds.
 */
export function freeNames(
  source: SourceFile,
  { position, offset, earlier }: { position: number; offset: number; earlier: ReadonlyMap<string, string> },
): NamesAt {
  const names: FreeName[] = [];
  const at = findPrecedingToken(source, position + 1);
  const result: NamesAt = { names, inType: at?.parent?.kind === SyntaxKind.TypeReference, inFunction: false };
  const head: FreeName[] = [];

  function add(node: unknown, kind: string): void {
    const name = node as AnyNode | undefined;
    if (!name) return;
    if (name.kind === SyntaxKind.Identifier) {
      const start = name.getStart(source);
      const text = (name as unknown as { text: string }).text;
      if (text === "" || start === position) return;
      if (start >= offset) names.push({ text, kind, position: start });
      else if (earlier.has(text))
        head.push({ text, kind: kindOfEarlier[earlier.get(text)!] ?? "instance", position: start });
    } else for (const element of (name.elements as AnyNode[] | undefined) ?? []) add(element.name, kind);
  }

  function addStatement(node: AnyNode): void {
    switch (node.kind) {
      case SyntaxKind.VariableStatement:
        addList(node.declarationList as AnyNode);
        break;
      case SyntaxKind.FunctionDeclaration:
        add(node.name, "function");
        break;
      case SyntaxKind.ClassDeclaration:
        add(node.name, "class");
        break;
      case SyntaxKind.InterfaceDeclaration:
        add(node.name, "interface");
        break;
      case SyntaxKind.TypeAliasDeclaration:
        add(node.name, "type");
        break;
      case SyntaxKind.EnumDeclaration:
        add(node.name, "enum");
        break;
      case SyntaxKind.ModuleDeclaration:
        add(node.name, "module");
        break;
      case SyntaxKind.ImportEqualsDeclaration:
        add(node.name, "import");
        break;
      case SyntaxKind.ImportDeclaration: {
        const clause = node.importClause as AnyNode | undefined;
        const bindings = clause?.namedBindings as AnyNode | undefined;
        add(clause?.name, "import");
        if (bindings?.kind === SyntaxKind.NamespaceImport) add(bindings.name, "module");
        else for (const element of (bindings?.elements as AnyNode[] | undefined) ?? []) add(element.name, "import");
      }
    }
  }

  function addList(list: AnyNode): void {
    for (const each of (list.declarations as AnyNode[] | undefined) ?? []) add(each.name, "instance");
  }

  /** `var` in blocks belongs to the function, or to the cell. */
  function addVars(node: Node): void {
    node.forEachChild((child) => {
      if (isFunction(child)) return;
      if (child.kind === SyntaxKind.VariableDeclarationList && !(child.flags & NodeFlags.BlockScoped))
        addList(child as AnyNode);
      addVars(child);
    });
  }

  // a variable is not to be had in its own initializer
  const initialized = enclosing(at, SyntaxKind.VariableDeclaration);
  for (let node = at?.parent as AnyNode | undefined; node; node = node.parent as AnyNode | undefined) {
    for (const statement of (node.statements as AnyNode[] | undefined) ?? []) addStatement(statement);
    for (const parameter of (node.parameters as AnyNode[] | undefined) ?? []) add(parameter.name, "instance");
    for (const parameter of (node.typeParameters as AnyNode[] | undefined) ?? []) add(parameter.name, "type");
    const list = node.initializer as AnyNode | undefined;
    if (list?.kind === SyntaxKind.VariableDeclarationList) addList(list);
    if (node.kind === SyntaxKind.CatchClause) add((node.variableDeclaration as AnyNode | undefined)?.name, "instance");
    if (node.kind === SyntaxKind.FunctionExpression) add(node.name, "function");
    if (node.kind === SyntaxKind.ClassExpression) add(node.name, "class");
    if (isFunction(node)) {
      result.inFunction = true;
      addVars(node);
    } else if (node.kind === SyntaxKind.SourceFile) addVars(node);
  }
  if (!at) for (const statement of source.statements) addStatement(statement as unknown as AnyNode);
  const here = initialized && (initialized.name as Node);
  const usable = [
    ...names.filter((each) => !here || each.position < here.pos || each.position >= here.end),
    ...head.toReversed(),
  ];
  return {
    ...result,
    names: usable.filter(({ kind }) => (result.inType ? !valueKinds.has(kind) : !typeKinds.has(kind))),
  };
}

/** What a name is that an earlier cell declared in this way. */
const kindOfEarlier: Record<string, string> = {
  function: "function",
  class: "class",
  interface: "interface",
  type: "type",
  enum: "enum",
  namespace: "module",
  import: "import",
};

const valueKinds = new Set(["instance", "function"]);
const typeKinds = new Set(["interface", "type"]);

/** The nearest node of `kind` around `node`, not looking beyond the function it stands in. */
function enclosing(node: Node | undefined, kind: SyntaxKind): AnyNode | undefined {
  for (let at = node; at && !isFunction(at); at = at.parent) if (at.kind === kind) return at as AnyNode;
  return undefined;
}

function isFunction(node: Node): boolean {
  return Array.isArray((node as AnyNode).parameters) && node.kind !== SyntaxKind.JSDoc;
}

/** The strings that the type of this place allows, as literals. */
export function literalsAt(
  checker: Checker,
  { source, position }: { source: SourceFile; position: number },
): CompletionMatch[] {
  const node = findPrecedingToken(source, position + 1);
  if (node?.kind !== SyntaxKind.Identifier) return [];
  const type = checker.getContextualType(node as Expression);
  const parts = type?.isUnionType() ? type.getTypes() : type ? [type] : [];
  return parts.flatMap((part) =>
    part.flags & TypeFlags.StringLiteral && part.isStringLiteralType()
      ? [{ text: JSON.stringify(part.value), kind: "value" }]
      : [],
  );
}

const typeKeywords =
  "any asserts bigint boolean infer keyof never null number object readonly string symbol typeof undefined unique unknown void";
const valueKeywords =
  "abstract async await break case catch class const continue debugger declare default delete do else enum export extends false finally for from function if import in instanceof interface let namespace new null of return satisfies static super switch this throw true try type typeof undefined using var void while yield";

export function keywordsAt({ inType }: NamesAt): CompletionMatch[] {
  return (inType ? typeKeywords : valueKeywords).split(" ").map((text) => ({ text, kind: "keyword" }));
}
