/** The text of a declaration with every name in it as the flat file has it. */
import { isTensorFlow, isTopLevel, ts } from "./source.ts";
import type { Source } from "./source.ts";

/** Rewrites `node`'s text. `nameOf` says how a thing of TensorFlow.js is called now. */
export type Rewrite = (node: ts.Node) => string;

export function createRewrite({ checker, resolve }: Source, nameOf: (symbol: ts.Symbol) => string): Rewrite {
  function symbolAt(node: ts.Node): ts.Symbol | undefined {
    const symbol = checker.getSymbolAtLocation(node);
    return symbol && resolve(symbol);
  }

  /** What stands now for a name, which may have dots; undefined for what is not TensorFlow.js's. */
  function nameFor(entity: ts.Node): string | undefined {
    const last = ts.isQualifiedName(entity)
      ? entity.right
      : ts.isPropertyAccessExpression(entity)
        ? entity.name
        : entity;
    const symbol = symbolAt(last);
    if (symbol && isTopLevel(symbol)) return nameOf(symbol);
    if (ts.isQualifiedName(entity)) {
      const left = nameFor(entity.left);
      return left && `${left}.${entity.right.text}`;
    }
    const file = symbol?.declarations?.[0]?.getSourceFile();
    if (file && !isTensorFlow(file) && !file.fileName.includes("/lib.") && !file.fileName.includes("/@webgpu/"))
      throw new Error(`${entity.getText()}: expected a type of TensorFlow.js or of the platform, got ${file.fileName}`);
    return undefined;
  }

  return (root) => {
    const file = root.getSourceFile();
    const edits: { start: number; end: number; text: string }[] = [];
    const replace = (from: ts.Node, to: ts.Node, text: string | undefined): void => {
      if (text !== undefined) edits.push({ start: from.getStart(file), end: to.getEnd(), text });
    };
    const visit = (node: ts.Node): void => {
      if (ts.isImportTypeNode(node)) {
        const name = nameFor(node.qualifier!);
        if (!name) throw new Error(`${node.getText()}: expected a type of TensorFlow.js`);
        replace(node, node.qualifier!, (node.isTypeOf ? "typeof " : "") + name);
        node.typeArguments?.forEach(visit);
      } else if (ts.isTypeReferenceNode(node)) {
        replace(node.typeName, node.typeName, nameFor(node.typeName));
        node.typeArguments?.forEach(visit);
      } else if (ts.isTypeQueryNode(node)) {
        replace(node.exprName, node.exprName, nameFor(node.exprName));
        node.typeArguments?.forEach(visit);
      } else if (ts.isExpressionWithTypeArguments(node)) {
        replace(node.expression, node.expression, nameFor(node.expression));
        node.typeArguments?.forEach(visit);
      } else ts.forEachChild(node, visit);
    };
    visit(root);
    const start = root.getStart(file);
    let text = "";
    let at = start;
    for (const edit of edits.sort((a, b) => a.start - b.start)) {
      text += file.text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    return text + file.text.slice(at, root.getEnd());
  };
}
