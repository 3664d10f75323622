/** A name as its declaration says it: what it is, its type where it stands, where it comes from. */
import { declarationText } from "./declaration-text.ts";
import { documentationOf, originOf, printSignature } from "./symbols.ts";
import type { InspectionContext } from "./symbols.ts";
import type { SymbolFacts } from "./types.ts";
import { NodeBuilderFlags, NodeFlags, SignatureKind, SymbolFlags, SyntaxKind } from "./typescript.ts";
import type {
  CallExpression,
  Node,
  ObjectLiteralExpression,
  PropertyAssignment,
  Signature,
  TypeScriptSymbol,
} from "./typescript.ts";

export function hoverFacts(node: Node, context: InspectionContext): SymbolFacts | undefined {
  const { project, cellFile, source } = context;
  const { checker } = project;
  const position = node.getStart(source);
  const found = expectedProperty(node, context) ?? checker.getSymbolAtPosition(cellFile, position);
  if (!found) return undefined;
  const isAlias = Boolean(found.flags & SymbolFlags.Alias);
  const target = isAlias ? checker.getAliasedSymbol(found) : found;
  if (isAlias && checker.isUnknownSymbol(target)) return undefined;
  const symbol = originOf(found, context);
  const described = describe(node, { symbol: target, name: found.name, context });
  if (!described) return undefined;
  const declaration = context.detail === 1 || quoted(symbol) ? declarationText(symbol, context) : undefined;
  const facts: SymbolFacts = { ...described, ...documentationOf(context, symbol) };
  if (declaration && quoted(symbol)) facts.signature = declaration.text;
  else if (declaration) facts.declaration = declaration.text;
  if (symbol.flags & SymbolFlags.Module && !(symbol.flags & SymbolFlags.Function))
    facts.documentation ||= exportsOf(symbol);
  if (declaration?.file !== undefined) facts.file = declaration.file;
  return facts;
}

/** Shapes are best read as they are written. */
function quoted({ flags }: TypeScriptSymbol): boolean {
  return (
    Boolean(flags & (SymbolFlags.Interface | SymbolFlags.Enum)) && !(flags & (SymbolFlags.Class | SymbolFlags.Variable))
  );
}

type Described = Pick<SymbolFacts, "signature" | "overloads">;

function describe(
  node: Node,
  { symbol, name, context }: { symbol: TypeScriptSymbol; name: string; context: InspectionContext },
): Described | undefined {
  const { checker } = context.project;
  const { flags } = symbol;
  const long = context.detail === 1 ? NodeBuilderFlags.NoTruncation : 0;
  const typeHere = (): string => {
    const type = checker.getTypeAtPosition(context.cellFile, node.getStart(context.source));
    return type ? checker.typeToString(type, undefined, long) : "unknown";
  };
  if (node.kind === SyntaxKind.ThisKeyword) return { signature: `this: ${name}` };
  if (flags & SymbolFlags.Class) {
    const declared = checker.typeToString(checker.getDeclaredTypeOfSymbol(symbol));
    const constructors = signaturesOf(symbol, SignatureKind.Construct, context);
    const written = chosen(node, constructors, context);
    const tail = written ? `\nnew ${name}${printSignature(context, written)}` : "";
    return { signature: `class ${declared}${tail}`, overloads: constructors.length };
  }
  if (flags & (SymbolFlags.Function | SymbolFlags.Method)) {
    const all = signaturesOf(symbol, SignatureKind.Call, context);
    const first = chosen(node, all, context);
    const kind = flags & SymbolFlags.Method ? `(method) ${ownerOf(symbol)}` : "function ";
    if (!first) return { signature: `${kind}${name}: ${typeHere()}` };
    const shown = context.detail === 1 && all.length > 1 ? all : [first];
    return {
      signature: shown.map((each) => `${kind}${name}${printSignature(context, each)}`).join("\n"),
      overloads: shown.length > 1 ? 1 : all.length,
    };
  }
  if (flags & SymbolFlags.EnumMember)
    return { signature: `(enum member) ${ownerOf(symbol)}${name}${valueOf(symbol, context)}` };
  if (flags & (SymbolFlags.Property | SymbolFlags.Accessor))
    return { signature: `(property) ${ownerOf(symbol)}${name}: ${typeHere()}` };
  if (flags & SymbolFlags.Variable) return { signature: `${keywordOf(symbol, context)}${name}: ${typeHere()}` };
  if (flags & SymbolFlags.TypeAlias) {
    const declared = checker.getDeclaredTypeOfSymbol(symbol);
    const parameters = checker.typeToString(declared).replace(/^[^<]*/u, "");
    return {
      signature: `type ${name}${parameters} = ${checker.typeToString(declared, undefined, NodeBuilderFlags.InTypeAlias | long)}`,
    };
  }
  if (flags & SymbolFlags.Interface) return { signature: `interface ${name}` };
  if (flags & SymbolFlags.Enum) return { signature: `enum ${name}` };
  if (flags & SymbolFlags.TypeParameter) return { signature: `(type parameter) ${name}` };
  if (flags & SymbolFlags.Module)
    return { signature: `${flags & SymbolFlags.ValueModule ? "module" : "namespace"} ${name}` };
  return undefined;
}

function signaturesOf(
  symbol: TypeScriptSymbol,
  kind: SignatureKind,
  { project }: InspectionContext,
): readonly Signature[] {
  const type = project.checker.getTypeOfSymbol(symbol);
  return type ? project.checker.getSignaturesOfType(type, kind) : [];
}

/** The signature that the call at `node` uses, or the first. */
function chosen(node: Node, all: readonly Signature[], { project }: InspectionContext): Signature | undefined {
  const callee = node.parent?.kind === SyntaxKind.PropertyAccessExpression ? node.parent : node;
  const call = callee.parent as CallExpression | undefined;
  const isCall = call?.kind === SyntaxKind.CallExpression || call?.kind === SyntaxKind.NewExpression;
  if (isCall && (call.expression as Node) === callee) return project.checker.getResolvedSignature(call) ?? all[0];
  return all[0];
}

function ownerOf(symbol: TypeScriptSymbol): string {
  const owner = symbol.getParent()?.name;
  return owner && !owner.startsWith("__") ? `${owner}.` : "";
}

function valueOf(symbol: TypeScriptSymbol, { project }: InspectionContext): string {
  const member = symbol.valueDeclaration?.resolve();
  const value = member && project.checker.getConstantValue(member);
  return value === undefined ? "" : ` = ${JSON.stringify(value)}`;
}

/** The property of the type that an object literal is written for, where `node` is a key of one. */
function expectedProperty(node: Node, { project }: InspectionContext): TypeScriptSymbol | undefined {
  const { parent } = node;
  const isKey = parent?.kind === SyntaxKind.PropertyAssignment && (parent as PropertyAssignment).name === node;
  const type = isKey ? project.checker.getContextualType(parent.parent as ObjectLiteralExpression) : undefined;
  return type && project.checker.getPropertyOfType(type, (node as Node & { text: string }).text);
}

/** `const`, `let`, `var`, or that it is a parameter. */
function keywordOf(symbol: TypeScriptSymbol, { cellFile, offset, earlier }: InspectionContext): string {
  const declared = symbol.valueDeclaration;
  if (declared?.kind === SyntaxKind.Parameter) return "(parameter) ";
  if (declared?.path.toLowerCase() !== cellFile.toLowerCase())
    return symbol.flags & SymbolFlags.BlockScopedVariable ? "const " : "var ";
  const node = declared.resolve();
  if (node && node.pos < offset) return `${earlier.find(({ name }) => name === symbol.name)?.kind ?? "let"} `;
  let list: Node | undefined = node;
  while (list && list.kind !== SyntaxKind.VariableDeclarationList) list = list.parent;
  const kind = (list?.flags ?? 0) & NodeFlags.BlockScoped;
  if (kind === NodeFlags.Let) return "let ";
  return kind ? "const " : list ? "var " : "";
}

/** A module's names say what it is for: values first. */
function exportsOf(symbol: TypeScriptSymbol): string {
  const values = [...symbol.getExports().values()].filter(
    ({ name, flags }) => flags & SymbolFlags.Value && /^[\p{ID_Start}$_]/u.test(name),
  );
  const names = values.map(({ name }) => name).toSorted();
  const more = names.length > mostExports ? `, and ${names.length - mostExports} more` : "";
  return names.length > 0 ? `Exports ${names.slice(0, mostExports).join(", ")}${more}.` : "";
}

const mostExports = 60;
