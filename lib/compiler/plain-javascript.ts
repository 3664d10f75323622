/** Which nodes of a cell are JavaScript already, so that a cell of nothing else needs no erasing. */
import { SyntaxKind } from "./typescript.ts";
import type { Node } from "./typescript.ts";

/** What JavaScript has. A kind that is missing here costs time; one too many would send types to V8. */
const javascriptKinds = new Set<SyntaxKind>([
  SyntaxKind.Identifier,
  SyntaxKind.PrivateIdentifier,
  SyntaxKind.NumericLiteral,
  SyntaxKind.BigIntLiteral,
  SyntaxKind.StringLiteral,
  SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.NoSubstitutionTemplateLiteral,
  SyntaxKind.TemplateHead,
  SyntaxKind.TemplateMiddle,
  SyntaxKind.TemplateTail,
  SyntaxKind.TemplateSpan,
  SyntaxKind.TrueKeyword,
  SyntaxKind.FalseKeyword,
  SyntaxKind.NullKeyword,
  SyntaxKind.ThisKeyword,
  SyntaxKind.SuperKeyword,
  SyntaxKind.ImportKeyword,
  SyntaxKind.InKeyword,
  SyntaxKind.InstanceOfKeyword,
  SyntaxKind.AsyncKeyword,
  SyntaxKind.AwaitKeyword,
  SyntaxKind.StaticKeyword,
  SyntaxKind.ExportKeyword,
  SyntaxKind.DefaultKeyword,
  SyntaxKind.ComputedPropertyName,
  SyntaxKind.Parameter,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.ClassStaticBlockDeclaration,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
  SyntaxKind.ObjectBindingPattern,
  SyntaxKind.ArrayBindingPattern,
  SyntaxKind.BindingElement,
  SyntaxKind.ArrayLiteralExpression,
  SyntaxKind.ObjectLiteralExpression,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.ShorthandPropertyAssignment,
  SyntaxKind.SpreadAssignment,
  SyntaxKind.PropertyAccessExpression,
  SyntaxKind.ElementAccessExpression,
  SyntaxKind.CallExpression,
  SyntaxKind.NewExpression,
  SyntaxKind.TaggedTemplateExpression,
  SyntaxKind.TemplateExpression,
  SyntaxKind.ParenthesizedExpression,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.DeleteExpression,
  SyntaxKind.TypeOfExpression,
  SyntaxKind.VoidExpression,
  SyntaxKind.AwaitExpression,
  SyntaxKind.YieldExpression,
  SyntaxKind.PrefixUnaryExpression,
  SyntaxKind.PostfixUnaryExpression,
  SyntaxKind.BinaryExpression,
  SyntaxKind.ConditionalExpression,
  SyntaxKind.SpreadElement,
  SyntaxKind.OmittedExpression,
  SyntaxKind.ClassExpression,
  SyntaxKind.ExpressionWithTypeArguments,
  SyntaxKind.MetaProperty,
  SyntaxKind.SemicolonClassElement,
  SyntaxKind.Block,
  SyntaxKind.EmptyStatement,
  SyntaxKind.VariableStatement,
  SyntaxKind.VariableDeclarationList,
  SyntaxKind.VariableDeclaration,
  SyntaxKind.ExpressionStatement,
  SyntaxKind.IfStatement,
  SyntaxKind.DoStatement,
  SyntaxKind.WhileStatement,
  SyntaxKind.ForStatement,
  SyntaxKind.ForInStatement,
  SyntaxKind.ForOfStatement,
  SyntaxKind.ContinueStatement,
  SyntaxKind.BreakStatement,
  SyntaxKind.ReturnStatement,
  SyntaxKind.SwitchStatement,
  SyntaxKind.CaseBlock,
  SyntaxKind.CaseClause,
  SyntaxKind.DefaultClause,
  SyntaxKind.LabeledStatement,
  SyntaxKind.ThrowStatement,
  SyntaxKind.TryStatement,
  SyntaxKind.CatchClause,
  SyntaxKind.DebuggerStatement,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.HeritageClause,
  SyntaxKind.ImportDeclaration,
  SyntaxKind.ImportClause,
  SyntaxKind.NamespaceImport,
  SyntaxKind.NamedImports,
  SyntaxKind.ImportSpecifier,
  SyntaxKind.ImportAttributes,
  SyntaxKind.ImportAttribute,
  SyntaxKind.ExportAssignment,
]);

/** Whether the node itself means the same to V8; its children are asked for themselves. */
export function isPlainJavaScript(node: Node): boolean {
  const { kind } = node;
  if (kind >= SyntaxKind.FirstPunctuation && kind <= SyntaxKind.LastPunctuation) return isPlainToken(node);
  return javascriptKinds.has(kind) && !isTypedForm(node as Node & Record<string, unknown>);
}

/** `?` and `!` after a name are TypeScript's; between expressions `?` is everyone's. */
function isPlainToken({ kind, parent }: Node): boolean {
  if (kind === SyntaxKind.QuestionToken) return parent.kind === SyntaxKind.ConditionalExpression;
  return kind !== SyntaxKind.ExclamationToken;
}

/** A node of a kind that both have, in a form that only TypeScript has. */
function isTypedForm(node: Node & Record<string, unknown>): boolean {
  switch (node.kind) {
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.MethodDeclaration:
    case SyntaxKind.Constructor:
    case SyntaxKind.GetAccessor:
    case SyntaxKind.SetAccessor:
      // one of several overloads
      return node.body === undefined;
    case SyntaxKind.Parameter:
      return (node.name as { text?: string }).text === "this";
    case SyntaxKind.HeritageClause:
      return node.token !== SyntaxKind.ExtendsKeyword;
    default:
      return false;
  }
}
