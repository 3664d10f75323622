/** The checker's symbols in words: signatures, parameters, documentation. */
import type { SymbolFacts } from "./types.ts";
import { NodeBuilderFlags, SymbolFlags, SyntaxKind } from "./typescript.ts";
import type { Project, Signature, SourceFile, TypeScriptSymbol } from "./typescript.ts";

export interface InspectionContext {
  project: Project;
  /** The cell file's path, and its text as read. */
  cellFile: string;
  source: SourceFile;
  /** Where the cell starts in the cell file. */
  offset: number;
  /** The names of earlier cells, with how they were declared. */
  earlier: { name: string; kind: string }[];
  detail: 0 | 1;
}

/** `<T>(a: T, b?: string): void`. */
export function printSignature({ project, detail }: InspectionContext, signature: Signature): string {
  const flags = NodeBuilderFlags.IgnoreErrors | (detail === 1 ? NodeBuilderFlags.NoTruncation : 0);
  const node = project.checker.signatureToSignatureDeclaration(signature, SyntaxKind.CallSignature, undefined, flags);
  if (!node) return "()";
  const printed = project.emitter.printNode(node).replace(/;\s*$/u, "");
  return printed
    .replaceAll(/\n\s*/gu, " ")
    .replaceAll(/([\p{ID_Continue}$]\?: [^,(){}]*?) \| undefined(?=[,)])/gu, "$1");
}

/** The parameters of a printed signature, each as it is written there. */
export function parametersOf(printed: string): string[] {
  const open = matching(printed, 0) ?? 0;
  const close = closing(printed, open);
  return splitTopLevel(printed.slice(open + 1, close), ",")
    .map((text) => text.trim())
    .filter(Boolean);
}

/** Where the parameter list starts: behind type parameters, if there are any. */
function matching(printed: string, from: number): number | undefined {
  const start = printed[from] === "<" ? closing(printed, from) : from;
  const at = printed.indexOf("(", start);
  return at < 0 ? undefined : at;
}

/** The place of the bracket that closes the one at `open`; the end of the text if none does. */
export function closing(text: string, open: number): number {
  let depth = 0;
  for (let at = open; at < text.length; at++) {
    depth += depthOf(text, at);
    if (depth === 0) return at;
  }
  return text.length;
}

function splitTopLevel(text: string, separator: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    depth += depthOf(text, at);
    if (depth !== 0 || text[at] !== separator) continue;
    parts.push(text.slice(from, at));
    from = at + 1;
  }
  return [...parts, text.slice(from)];
}

/** By how much the character opens or closes. An arrow's `>` does neither. */
function depthOf(text: string, at: number): number {
  const character = text[at]!;
  if ("([{<".includes(character)) return 1;
  if (")]}".includes(character) || (character === ">" && text[at - 1] !== "=")) return -1;
  return 0;
}

export function documentationOf(
  { project }: InspectionContext,
  symbol: TypeScriptSymbol,
): Pick<SymbolFacts, "documentation" | "tags"> {
  const { checker } = project;
  return {
    documentation: symbol.getDocumentationComment(checker),
    tags: symbol.getJsDocTags(checker).map(({ name, text }) => ({ name, text: typeof text === "string" ? text : "" })),
  };
}

/** What an import stands for; for a variable of an earlier cell, known here by a stand-in, the original. */
export function originOf(found: TypeScriptSymbol, context: InspectionContext): TypeScriptSymbol {
  const { project, cellFile, source, offset } = context;
  const symbol = found.flags & SymbolFlags.Alias ? project.checker.getAliasedSymbol(found) : found;
  const declared = symbol.flags & SymbolFlags.Variable ? symbol.valueDeclaration : undefined;
  if (declared?.path.toLowerCase() !== cellFile.toLowerCase() || declared.resolve()!.pos >= offset) return symbol;
  const standIn = new RegExp(`declare (?:let|const) ${RegExp.escape(symbol.name)}: typeof (?:\\$[^.\\s]+\\.)+`, "u");
  const written = standIn.exec(source.text.slice(0, offset));
  return (written && project.checker.getSymbolAtPosition(cellFile, written.index + written[0].length)) ?? symbol;
}
