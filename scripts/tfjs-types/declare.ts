/** One thing's declarations as they stand in the flat file. */
import { docOf, forReaders } from "./docs.ts";
import type { Rewrite } from "./rewrite.ts";
import { ts } from "./source.ts";
import type { Source } from "./source.ts";

/**
 * Classes whose type parameters are covariant, as a checker would find by comparing all their members. Each is the type
 * of a property as it stands (`rankType: R`, `dtype: D`), so no comparison of members can come to another result.
 */
const covariant = new Set(["Tensor", "TensorBuffer", "Variable"]);

/** `<R extends Rank, D extends DataType>…` with `out` before each, which saves the checker the comparison. */
function withVariance(text: string): string {
  const [parameters] = /^<[^<>]*>/u.exec(text) ?? [];
  if (!parameters) throw new Error(`${text.slice(0, 40)}: expected type parameters`);
  return parameters.replace(/(?<=<|, )/gu, "out ") + text.slice(parameters.length);
}

function withDoc(node: ts.Node, text: string): string {
  const doc = docOf(node);
  return doc ? `${doc}\n${text}` : text;
}

export interface Declare {
  /** The declarations of `symbol` under `name`, without `export` and `declare`. */
  (symbol: ts.Symbol, name: string): string[];
}

export function createDeclare(
  source: Source,
  { rewrite, docs }: { rewrite: Rewrite; docs: Map<string, string> },
): Declare {
  /** From the name on: what stands before it is written anew. */
  function fromName(node: ts.NamedDeclaration): string {
    const whole = rewrite(node);
    const name = node.name!.getText();
    const modifiers = node.getSourceFile().text.slice(node.getStart(), node.name!.getStart());
    return forReaders(whole.slice(modifiers.length + name.length));
  }

  function functionsBehind(node: ts.VariableDeclaration): ts.FunctionDeclaration[] {
    if (!node.type || !ts.isTypeQueryNode(node.type)) return [];
    const symbol = source.checker.getSymbolAtLocation(node.type.exprName);
    return (symbol && source.resolve(symbol).declarations?.filter(ts.isFunctionDeclaration)) ?? [];
  }

  function variable(node: ts.VariableDeclaration, name: string): string[] {
    // `const abs: typeof abs_`: the documentation is that of the function
    const functions = functionsBehind(node);
    if (functions.length > 0) return functions.map((each) => withDoc(each, `function ${name}${fromName(each)}`));
    if (node.type && ts.isTypeLiteralNode(node.type)) return [withDoc(node, `const ${name}: ${documented(node.type)}`)];
    const keyword = node.parent.flags & ts.NodeFlags.Const ? "const" : "let";
    return [withDoc(node, `${keyword} ${name}${fromName(node)};`)];
  }

  /** A member that may be an operation declared elsewhere, and documented there. */
  function member(node: ts.TypeElement): string {
    const doc = docOf(node) || docs.get(node.name?.getText() ?? "");
    return doc ? `${doc}\n${rewrite(node)}` : rewrite(node);
  }

  /** An object of operations, each with the documentation of the operation. */
  function documented(type: ts.TypeLiteralNode): string {
    return `{\n${type.members.map(member).join("\n")}\n};`;
  }

  /** A class, with what other files add to it by interfaces of its name. */
  function classOf(node: ts.ClassDeclaration, name: string, additions: ts.InterfaceDeclaration[]): string {
    const isAbstract = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) ?? false;
    const own = (covariant.has(name) ? withVariance(fromName(node)) : fromName(node)).replace(/\}\s*$/u, "");
    const added = additions.flatMap(({ members }) => members.map(member));
    return withDoc(node, `${isAbstract ? "abstract " : ""}class ${name}${own}${added.join("\n")}\n}`);
  }

  return (symbol, name) => {
    const declarations = symbol.declarations ?? [];
    const ownClass = declarations.find(ts.isClassDeclaration);
    return declarations.flatMap((node): string[] => {
      if (ts.isVariableDeclaration(node)) return variable(node, name);
      if (ts.isFunctionDeclaration(node)) return [withDoc(node, `function ${name}${fromName(node)}`)];
      if (ts.isClassDeclaration(node)) return [classOf(node, name, declarations.filter(ts.isInterfaceDeclaration))];
      if (ts.isInterfaceDeclaration(node)) return ownClass ? [] : [withDoc(node, `interface ${name}${fromName(node)}`)];
      if (ts.isTypeAliasDeclaration(node)) return [withDoc(node, `type ${name}${fromName(node)}`)];
      if (ts.isEnumDeclaration(node)) return [withDoc(node, `enum ${name}${fromName(node)}`)];
      if (ts.isModuleDeclaration(node)) {
        const isEmpty = node.body && ts.isModuleBlock(node.body) && node.body.statements.length === 0;
        return isEmpty ? [] : [`namespace ${name}${fromName(node)}`];
      }
      throw new Error(`${name}: expected a declaration, got ${ts.SyntaxKind[node.kind]}`);
    });
  };
}
