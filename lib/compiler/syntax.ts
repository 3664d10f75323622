/**
 * What the compiler needs to know of a cell's text: its imports, what it declares, what it names, where it awaits.
 * All offsets are into the cell's own text.
 */
import { isPlainJavaScript } from "./plain-javascript.ts";
import { NodeFlags, SyntaxKind } from "./typescript.ts";
import type { AnyNode, Node, SourceFile } from "./typescript.ts";

export interface Span {
  start: number;
  end: number;
}

/** One name that an import brings in. `imported` is the module's name for it; `*` is the whole module. */
export interface ImportedName {
  local: string;
  imported: string;
  typeOnly: boolean;
}

export interface ImportStatement extends Span {
  specifier: string;
  names: ImportedName[];
  /** The text of `with { … }`, for JSON modules. */
  attributes: string;
}

export interface Variable {
  names: string[];
  /** The name or pattern, without its type. */
  binding: Span;
  initializer: Span | undefined;
  /** From the pattern to the end of the declarator. */
  whole: Span;
}

export interface Declaration extends Span {
  kind:
    | "let"
    | "const"
    | "var"
    | "using"
    | "await using"
    | "function"
    | "class"
    | "interface"
    | "type"
    | "enum"
    | "namespace";
  names: string[];
  /** `export`, `export default` and `declare`, as written. */
  modifiers: (Span & { text: string })[];
  /** Only declared, so that it exists for the checker and not when the cell runs. */
  ambient: boolean;
  variables: Variable[];
  /** `let`, `const`, `using` … itself. */
  keyword: Span | undefined;
  /** The name of a function, class, enum … */
  name: Span | undefined;
}

/** A `var` inside a block or loop. */
export interface InnerVar {
  keyword: Span;
  list: Span;
  variables: Variable[];
  /** It stands in the head of `for … of` or `for … in`. */
  inLoopHead: boolean;
}

export interface CellSyntax {
  imports: ImportStatement[];
  declarations: Declaration[];
  /** Every statement at cell level, imports and declarations included. */
  statements: Span[];
  /** Statements like `export { a }` that mean nothing in a cell. */
  exports: Span[];
  /** `export default` of an expression: the statement and the expression. */
  defaults: { whole: Span; expression: Span }[];
  /** `await` at cell level: the expression and its operand. */
  awaits: { whole: Span; operand: Span }[];
  /** `import` of `import(…)`, and `import.meta`. */
  dynamicImports: Span[];
  importMetas: Span[];
  /** Places that Node's type stripping cannot erase: enums, namespaces, parameter properties, decorators, accessors, `<T>x`. */
  unerasable: Span[];
  /** `var` inside blocks and loops, which belongs to the cell. */
  hoistedVars: string[];
  innerVars: InnerVar[];
  /** Every identifier in the text. */
  identifiers: Set<string>;
  /** Something in it is TypeScript and not JavaScript. */
  hasTypes: boolean;
  /** The cell's last statement is an expression, so it has a value to show. */
  endsInExpression: boolean;
}

/** Read the cell that stands at `[offset, end)` of `source`. */
export function readSyntax(source: SourceFile, [offset, end]: [number, number]): CellSyntax {
  const at = (node: Node): Span => ({ start: node.getStart(source) - offset, end: node.end - offset });
  const syntax: CellSyntax = {
    imports: [],
    declarations: [],
    statements: [],
    exports: [],
    defaults: [],
    awaits: [],
    dynamicImports: [],
    importMetas: [],
    unerasable: [],
    hoistedVars: [],
    innerVars: [],
    identifiers: new Set(),
    hasTypes: false,
    endsInExpression: false,
  };
  const loopHeads = new Set<Node>();
  for (const statement of source.statements) {
    if (statement.pos < offset || statement.getStart(source) >= end) continue;
    readStatement(statement);
    walk(statement, { inFunction: false, atTop: true });
  }
  return syntax;

  function readStatement(node: Node): void {
    const span = at(node);
    syntax.statements.push(span);
    syntax.endsInExpression = node.kind === SyntaxKind.ExpressionStatement;
    if (is(node, SyntaxKind.ImportDeclaration)) syntax.imports.push({ ...span, ...readImport(node) });
    else if (node.kind === SyntaxKind.ExportDeclaration) syntax.exports.push(span);
    else if (is(node, SyntaxKind.ExportAssignment)) {
      syntax.defaults.push({ whole: span, expression: at(child(node, "expression")) });
      syntax.endsInExpression = true;
    } else {
      const declaration = readDeclaration(node);
      if (declaration) syntax.declarations.push({ ...span, ...declaration });
    }
  }

  function readImport(node: AnyNode): Omit<ImportStatement, keyof Span> {
    const clause = node.importClause as AnyNode | undefined;
    const bindings = clause?.namedBindings as AnyNode | undefined;
    const wholeTypeOnly = clause?.phaseModifier === SyntaxKind.TypeKeyword;
    const names: ImportedName[] = [];
    if (clause?.name) names.push({ local: textOf(clause.name), imported: "default", typeOnly: wholeTypeOnly });
    if (bindings && bindings.kind === SyntaxKind.NamespaceImport)
      names.push({ local: textOf(bindings.name), imported: "*", typeOnly: wholeTypeOnly });
    for (const element of (bindings?.elements as AnyNode[] | undefined) ?? []) {
      const local = textOf(element.name);
      names.push({
        local,
        imported: element.propertyName ? textOf(element.propertyName) : local,
        typeOnly: wholeTypeOnly || Boolean(element.isTypeOnly),
      });
    }
    const attributes = node.attributes ? (node.attributes as AnyNode).getText(source) : "";
    return { specifier: textOf(node.moduleSpecifier), names, attributes: attributes.replace(/^\w+\s*/, "") };
  }

  function readDeclaration(node: Node): Omit<Declaration, keyof Span> | undefined {
    const modifiers = readModifiers(node);
    const ambient = modifiers.some(({ text }) => text === "declare");
    const named = (kind: Declaration["kind"], extra: Partial<Declaration> = {}) => {
      const name = (node as AnyNode).name;
      return {
        kind,
        names: name ? [textOf(name)] : [],
        modifiers,
        ambient,
        variables: [],
        keyword: undefined,
        name: name ? at(name as Node) : undefined,
        ...extra,
      };
    };
    if (is(node, SyntaxKind.VariableStatement)) {
      const list = node.declarationList as AnyNode;
      const variables = (list.declarations as AnyNode[]).map(readVariable);
      const kind = variableKind(list);
      const { start } = at(list);
      return {
        kind,
        names: variables.flatMap(({ names }) => names),
        modifiers,
        ambient,
        variables,
        keyword: { start, end: start + kind.length },
        name: undefined,
      };
    }
    // an overload's signature has no body: it is erased, so it declares nothing when the cell runs
    if (is(node, SyntaxKind.FunctionDeclaration)) return named("function", { ambient: ambient || !node.body });
    if (node.kind === SyntaxKind.ClassDeclaration) return named("class");
    if (node.kind === SyntaxKind.InterfaceDeclaration) return named("interface", { ambient: true });
    if (node.kind === SyntaxKind.TypeAliasDeclaration) return named("type", { ambient: true });
    if (node.kind === SyntaxKind.EnumDeclaration) return named("enum");
    if (is(node, SyntaxKind.ModuleDeclaration) && (node.name as Node).kind === SyntaxKind.Identifier)
      return named("namespace");
    return undefined;
  }

  function readVariable(node: AnyNode): Variable {
    const names: string[] = [];
    const collect = (name: AnyNode): void => {
      if (name.kind === SyntaxKind.Identifier) names.push(textOf(name));
      else for (const element of name.elements as AnyNode[]) if (element.name) collect(element.name as AnyNode);
    };
    collect(node.name as AnyNode);
    return {
      names,
      binding: at(node.name as Node),
      initializer: node.initializer ? at(node.initializer as Node) : undefined,
      whole: at(node),
    };
  }

  function readInnerVar(node: AnyNode): void {
    const list = at(node);
    const variables = (node.declarations as AnyNode[]).map(readVariable);
    syntax.hoistedVars.push(...variables.flatMap(({ names }) => names));
    const keyword = { start: list.start, end: list.start + "var".length };
    syntax.innerVars.push({ keyword, list, variables, inLoopHead: loopHeads.has(node) });
  }

  function readModifiers(node: Node): Declaration["modifiers"] {
    const list = ((node as AnyNode).modifiers as Node[] | undefined) ?? [];
    return list
      .filter(
        ({ kind }) =>
          kind === SyntaxKind.ExportKeyword || kind === SyntaxKind.DefaultKeyword || kind === SyntaxKind.DeclareKeyword,
      )
      .map((modifier) => ({ ...at(modifier), text: modifier.getText(source) }));
  }

  function walk(node: Node, { inFunction, atTop }: { inFunction: boolean; atTop: boolean }): void {
    const anyNode = node as AnyNode;
    syntax.hasTypes ||= !isPlainJavaScript(node);
    switch (node.kind) {
      case SyntaxKind.Identifier:
        syntax.identifiers.add(textOf(node));
        break;
      case SyntaxKind.AwaitExpression:
        if (!inFunction) syntax.awaits.push({ whole: at(node), operand: at(child(node, "expression")) });
        break;
      case SyntaxKind.CallExpression: {
        const callee = child(node, "expression");
        if (callee.kind === SyntaxKind.ImportKeyword) syntax.dynamicImports.push(at(callee));
        break;
      }
      case SyntaxKind.MetaProperty:
        if (anyNode.keywordToken === SyntaxKind.ImportKeyword) syntax.importMetas.push(at(node));
        break;
      case SyntaxKind.VariableDeclarationList:
        if (!inFunction && !atTop && variableKind(anyNode) === "var") readInnerVar(anyNode);
        break;
      case SyntaxKind.ForOfStatement:
      case SyntaxKind.ForInStatement:
        loopHeads.add(child(node, "initializer"));
        break;
      case SyntaxKind.EnumDeclaration:
      case SyntaxKind.ModuleDeclaration:
        if (!readModifiers(node).some(({ text }) => text === "declare")) syntax.unerasable.push(at(node));
        break;
      case SyntaxKind.Decorator:
      case SyntaxKind.AccessorKeyword:
      case SyntaxKind.TypeAssertionExpression:
        syntax.unerasable.push(at(node));
        break;
      case SyntaxKind.Parameter:
        if (((anyNode.modifiers as Node[] | undefined)?.length ?? 0) > 0) syntax.unerasable.push(at(node));
        break;
    }
    const inner = {
      inFunction: inFunction || isFunction(node),
      atTop: atTop && node.kind === SyntaxKind.VariableStatement,
    };
    node.forEachChild((next) => walk(next, inner));
  }
}

function is(node: Node, kind: SyntaxKind): node is AnyNode {
  return node.kind === kind;
}

function child(node: Node, field: string): Node {
  return (node as AnyNode)[field] as Node;
}

function textOf(node: unknown): string {
  return (node as { text: string }).text;
}

function variableKind(list: AnyNode): "let" | "const" | "var" | "using" | "await using" {
  const flags = list.flags & NodeFlags.BlockScoped;
  if (flags === NodeFlags.AwaitUsing) return "await using";
  if (flags === NodeFlags.Using) return "using";
  if (flags === NodeFlags.Const) return "const";
  return flags === NodeFlags.Let ? "let" : "var";
}

const functionKinds = new Set<SyntaxKind>([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.ClassStaticBlockDeclaration,
  SyntaxKind.ModuleDeclaration,
]);

function isFunction(node: Node): boolean {
  return functionKinds.has(node.kind);
}
