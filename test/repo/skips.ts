/** Every way to make a check not count, found in the syntax of tests and in the tags of notebooks. */
import {
  isArrayLiteralExpression,
  isBindingElement,
  isCallExpression,
  isElementAccessExpression,
  isIdentifier,
  isNoSubstitutionTemplateLiteral,
  isObjectLiteralExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isStringLiteral,
} from "typescript/unstable/ast";
import type { Node, SourceFile } from "typescript/unstable/ast";
import { walk } from "./parse.ts";

const skippingNames = new Set(["skip", "skipIf", "runIf", "only", "todo", "fails"]);
const testFunctions = new Set(["test", "it", "describe", "suite", "bench"]);

export interface Skip {
  /** The title of the test or group, or of the one around a skip that has none; "" if there is none. */
  title: string;
  /** `test.skip`, `{ skip }`, `context.skip`. */
  how: string;
}

/** Skips in a test file: chained, as an option, or from the context. */
export function skipsOf(source: SourceFile): Skip[] {
  const found: Skip[] = [];
  walk(source, (node, ancestors) => {
    const how = howSkipped(node, ancestors);
    if (how !== undefined) found.push({ title: titleOf([...ancestors, node]), how });
  });
  return found;
}

function howSkipped(node: Node, ancestors: readonly Node[]): string | undefined {
  const parent = ancestors.at(-1);
  if (isPropertyAccessExpression(node) && skippingNames.has(node.name.text)) {
    // an option such as { only: x.only } or a list's own method is not a test's
    const root = rootOf(node);
    const inTest = ancestors.some((each) => isCallExpression(each) && isTestCall(each));
    if (root !== undefined && (testFunctions.has(root) || inTest)) return `${root}.${node.name.text}`;
  }
  if (isElementAccessExpression(node) && isStringLiteral(node.argumentExpression)) {
    const root = rootOf(node);
    if (root && testFunctions.has(root) && skippingNames.has(node.argumentExpression.text))
      return `${root}.${node.argumentExpression.text}`;
  }
  if (isPropertyAssignment(node) && isIdentifier(node.name) && skippingNames.has(node.name.text)) {
    const call = ancestors.at(-2);
    if (parent && isObjectLiteralExpression(parent) && call && isCallExpression(call) && isTestCall(call))
      return `{ ${node.name.text} }`;
  }
  if (isBindingElement(node)) {
    const name = node.propertyName ?? node.name;
    const inTest = ancestors.some((each) => isCallExpression(each) && isTestCall(each));
    if (inTest && name && isIdentifier(name) && name.text === "skip") return "context.skip";
  }
  return undefined;
}

/** `test` of `test.skipIf(x).concurrent`. */
function rootOf(node: Node): string | undefined {
  let here: Node = node;
  while (isPropertyAccessExpression(here) || isElementAccessExpression(here) || isCallExpression(here))
    here = here.expression;
  return isIdentifier(here) ? here.text : undefined;
}

function isTestCall(node: Node): boolean {
  const root = rootOf(node);
  return root !== undefined && testFunctions.has(root);
}

/** The first argument of the nearest test call around; `test.skipIf(x)("title")` has it one call further out. */
function titleOf(chain: readonly Node[]): string {
  for (const node of chain.toReversed()) {
    if (!isCallExpression(node) || !isTestCall(node)) continue;
    const [first] = node.arguments;
    if (first && (isStringLiteral(first) || isNoSubstitutionTemplateLiteral(first))) return first.text;
    if (first && isArrayLiteralExpression(first)) continue;
  }
  return "";
}

const skippingTag = /volatile|skip|flaky|xfail|no-?run|ignore/i;

export interface TaggedCell {
  id: string;
  metadata?: { tags?: string[] };
}

/** Ids and tags of a notebook's cells whose outputs are not compared, or that are not run. */
export function skippedCells(notebook: { cells: readonly TaggedCell[] }): { id: string; tag: string }[] {
  return notebook.cells.flatMap(({ id, metadata }) =>
    (metadata?.tags ?? []).filter((tag) => skippingTag.test(tag)).map((tag) => ({ id, tag })),
  );
}
