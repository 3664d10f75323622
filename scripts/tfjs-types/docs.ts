/** The comments that document declarations. */
import { ts } from "./source.ts";
import type { Source } from "./source.ts";

/** Comments, and lines of comments, for the generator of TensorFlow.js's website. */
const forWebsite = [
  /^[ \t]*\/\*\* @doc\w*\b[^\n]*\*\/[ \t]*\n?/gmu,
  /^[ \t]*\*[ \t]*@doc\b[^{\n]*\{[^}]*\}[^\n]*\n/gmu,
];

/** The documentation of `node`, a comment with its stars; empty if it has none. */
export function docOf(node: ts.Node): string {
  const owner = ts.isVariableDeclaration(node) ? node.parent.parent : node;
  const last = owner.getChildren().findLast(ts.isJSDoc)?.getText() ?? "";
  return /@license|@fileoverview/u.test(last) ? "" : forReaders(last);
}

/** `text` without what is not for readers, and without the empty lines before a comment's end. */
export function forReaders(text: string): string {
  const kept = forWebsite.reduce((rest, comment) => rest.replace(comment, ""), text);
  return kept.replace(/(?:^[ \t]*\*[ \t]*\n)+(?=[ \t]*\*\/)/gmu, "");
}

/** The documentation of tensor operations by their names: many are declared again, without it, as something's member. */
export function operationDocs({ files }: Source): Map<string, string> {
  const docs = new Map<string, string>();
  for (const file of files) {
    if (!file.fileName.includes("/tfjs-core/dist/ops/")) continue;
    for (const statement of file.statements) {
      if (!ts.isFunctionDeclaration(statement) || !statement.name) continue;
      const doc = docOf(statement);
      if (doc) docs.set(statement.name.text.replace(/_$/u, ""), doc);
    }
  }
  return docs;
}
