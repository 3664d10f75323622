/** Chance and time that come from nowhere: what the science column must take as an input instead. */
import {
  isBindingElement,
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  isStringLiteral,
  isVariableDeclaration,
} from "typescript/unstable/ast";
import type { Node, SourceFile } from "typescript/unstable/ast";
import { lineOf, walk } from "./parse.ts";

const forbidden = new Map<string, readonly string[]>([
  ["Math", ["random"]],
  ["Date", ["now"]],
  ["performance", ["now", "timeOrigin"]],
  ["crypto", ["getRandomValues", "randomUUID"]],
  ["process", ["hrtime", "uptime"]],
]);

export interface HiddenInput {
  /** `Math.random`, `new Date()`. */
  what: string;
  line: number;
}

/** Uses of hidden chance and time, called or only passed on, also as `Math["random"]` or `const { random } = Math`. */
export function hiddenInputsOf(source: SourceFile): HiddenInput[] {
  const found: HiddenInput[] = [];
  walk(source, (node, ancestors) => {
    const what = hiddenUse(node, ancestors);
    if (what !== undefined) found.push({ what, line: lineOf(source, node) });
  });
  return found;
}

function hiddenUse(node: Node, ancestors: readonly Node[]): string | undefined {
  if (isPropertyAccessExpression(node)) return pair(node.expression, node.name.text);
  if (isElementAccessExpression(node) && isStringLiteral(node.argumentExpression))
    return pair(node.expression, node.argumentExpression.text);
  if (isNewExpression(node) && lastName(node.expression) === "Date" && (node.arguments?.length ?? 0) === 0)
    return "new Date()";
  if (isCallExpression(node) && isIdentifier(node.expression) && node.expression.text === "Date") return "Date()";
  const declaration = ancestors.at(-2);
  if (isBindingElement(node) && declaration !== undefined && isVariableDeclaration(declaration)) {
    const name = node.propertyName ?? node.name;
    if (declaration.initializer && name && isIdentifier(name)) return pair(declaration.initializer, name.text);
  }
  return undefined;
}

function pair(owner: Node, property: string): string | undefined {
  const name = lastName(owner);
  return name !== undefined && forbidden.get(name)?.includes(property) ? `${name}.${property}` : undefined;
}

/** `Math` of both `Math` and `globalThis.Math`. */
function lastName(node: Node): string | undefined {
  if (isIdentifier(node)) return node.text;
  return isPropertyAccessExpression(node) ? node.name.text : undefined;
}
