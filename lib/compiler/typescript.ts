/**
 * TypeScript, as far as the compiler uses it: the only file that names the package.
 *
 * TypeScript 7 is a native program; a script reaches its parser and checker through an interface that its makers call
 * unstable, and promise nothing about. So package.json pins the version to the digit, and what another version calls
 * otherwise, or no longer has, is mended here. One import loads the whole interface (40 ms), however little is used.
 */
export { findPrecedingToken, getTouchingPropertyName, NodeFlags, SyntaxKind } from "typescript/unstable/ast";
export type {
  CallExpression,
  Expression,
  ExpressionStatement,
  NewExpression,
  Node,
  ObjectLiteralExpression,
  PropertyAssignment,
  SourceFile,
  VariableStatement,
} from "typescript/unstable/ast";
export {
  API,
  CompletionItemKind,
  NodeBuilderFlags,
  SignatureKind,
  SymbolFlags,
  TypeFlags,
} from "typescript/unstable/sync";
export type {
  Checker,
  CompletionEntry,
  Diagnostic,
  NodeHandle,
  Project,
  Signature,
  Snapshot,
  Symbol as TypeScriptSymbol,
} from "typescript/unstable/sync";

import type { Node } from "typescript/unstable/ast";

/** A node whose fields are read by name, whatever its kind; they are listed in the package's `ast.generated.d.ts`. */
export type AnyNode = Node & Record<string, unknown>;
