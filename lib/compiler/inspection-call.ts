/** The call whose brackets the cursor stands in: its signature, and the parameter whose turn it is. */
import { documentationOf, originOf, parametersOf, printSignature } from "./symbols.ts";
import type { InspectionContext } from "./symbols.ts";
import type { SymbolFacts } from "./types.ts";
import { findPrecedingToken, SignatureKind, SyntaxKind } from "./typescript.ts";
import type { CallExpression, NewExpression, Node, SourceFile } from "./typescript.ts";

export interface Call {
  node: CallExpression | NewExpression;
  /** How many arguments lie before the cursor's. */
  argument: number;
}

/** The innermost call around `position`, unless that stands in a function's body. */
export function callAround(source: SourceFile, position: number): Call | undefined {
  let node: Node | undefined = findPrecedingToken(source, position);
  for (; node && node.kind !== SyntaxKind.Block; node = node.parent) {
    if (node.kind !== SyntaxKind.CallExpression && node.kind !== SyntaxKind.NewExpression) continue;
    const call = node as CallExpression | NewExpression;
    const list = call.arguments;
    if (!list || position < list.pos || position > list.end + trailing(source.text, list.end)) continue;
    const commas = list.filter(({ end }) => end < position && source.text.slice(end, position).includes(",")).length;
    return { node: call, argument: commas };
  }
  return undefined;
}

/** Blanks before the closing bracket belong to the list. */
function trailing(text: string, from: number): number {
  return /^\s*/u.exec(text.slice(from))![0].length;
}

export function callFacts({ node, argument }: Call, context: InspectionContext): SymbolFacts | undefined {
  const { checker } = context.project;
  const signature = checker.getResolvedSignature(node);
  const callee = node.expression as Node;
  const name = lastName(callee);
  const type = checker.getTypeAtLocation(callee);
  const isNew = node.kind === SyntaxKind.NewExpression;
  const all = type ? checker.getSignaturesOfType(type, isNew ? SignatureKind.Construct : SignatureKind.Call) : [];
  if (!signature || all.length === 0) return undefined;
  const prefix = isNew ? `new ${name}` : `function ${name}`;
  const printed = printSignature(context, signature);
  const found = checker.getSymbolAtPosition(context.cellFile, callee.end - 1);
  const symbol = found && originOf(found, context);
  const parameters = parametersOf(printed);
  const last = parameters.at(-1);
  const active = parameters[argument] ?? (last?.startsWith("...") ? last : undefined);
  const facts = symbol ? documentationOf(context, symbol) : { documentation: "", tags: [] };
  return {
    signature: prefix + printed,
    overloads: all.length,
    ...facts,
    ...(active === undefined ? {} : { parameter: active }),
  };
}

function lastName(callee: Node): string {
  const name = (callee as Node & { name?: { text?: string } }).name?.text ?? (callee as Node & { text?: string }).text;
  return typeof name === "string" ? name : "";
}
