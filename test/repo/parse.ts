/** Syntax trees by TypeScript's own parser: no regular expression can be fooled by a string or a comment here. */
import { API } from "typescript/unstable/sync";
import { createVirtualFileSystem } from "typescript/unstable/fs";
import {
  isCallExpression,
  isExportDeclaration,
  isImportDeclaration,
  isImportTypeNode,
  isLiteralTypeNode,
  isNoSubstitutionTemplateLiteral,
  isStringLiteral,
  SyntaxKind,
} from "typescript/unstable/ast";
import type { Node, SourceFile } from "typescript/unstable/ast";

const virtualRoot = "/repo/";
const configuration = {
  compilerOptions: { noLib: true, noResolve: true, types: [], allowImportingTsExtensions: true, noEmit: true },
};

/** Parse `files`, path to text. Throws if the parser leaves one out. */
export function parse(files: Record<string, string>): Map<string, SourceFile> {
  const names = Object.keys(files);
  if (names.length === 0) return new Map();
  const virtual = Object.fromEntries(names.map((name) => [virtualRoot + name, files[name]!]));
  virtual[`${virtualRoot}tsconfig.json`] = JSON.stringify({ ...configuration, files: names });
  const api = new API({ cwd: virtualRoot, fs: createVirtualFileSystem(virtual) });
  try {
    using snapshot = api.updateSnapshot({ openProject: `${virtualRoot}tsconfig.json` });
    const program = snapshot.getProjects()[0]!.program;
    return new Map(
      names.map((name) => {
        const source = program.getSourceFile(virtualRoot + name);
        if (source === undefined) throw new Error(`${name}: not parsed`);
        return [name, source];
      }),
    );
  } finally {
    api.close();
  }
}

/** Call `visit` on every node under `node`, parents first. `ancestors` has the nearest last. */
export function walk(
  node: Node,
  visit: (node: Node, ancestors: readonly Node[]) => void,
  ancestors: readonly Node[] = [],
): void {
  visit(node, ancestors);
  const chain = [...ancestors, node];
  node.forEachChild((child) => walk(child, visit, chain));
}

export interface Import {
  /** Undefined where it is computed. */
  specifier: string | undefined;
  /** Erased before it runs. */
  typeOnly: boolean;
  line: number;
}

/** Every import of a file: static, re-export, dynamic, and `import("…").Type`. */
export function importsOf(source: SourceFile): Import[] {
  const found: Import[] = [];
  const add = (node: Node, target: Node | undefined, typeOnly: boolean): void => {
    const literal = target !== undefined && (isStringLiteral(target) || isNoSubstitutionTemplateLiteral(target));
    const specifier = literal ? target.text : undefined;
    found.push({ specifier, typeOnly, line: lineOf(source, node) });
  };
  walk(source, (node) => {
    if (isImportDeclaration(node))
      add(node, node.moduleSpecifier, node.importClause?.phaseModifier === SyntaxKind.TypeKeyword);
    else if (isExportDeclaration(node)) {
      if (node.moduleSpecifier) add(node, node.moduleSpecifier, node.isTypeOnly);
    } else if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword)
      add(node, node.arguments[0], false);
    else if (isImportTypeNode(node))
      add(node, isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
  });
  return found;
}

/** From 1. */
export function lineOf(source: SourceFile, node: Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}
