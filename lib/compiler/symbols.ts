/** The checker's symbols in words: what kind of thing each is, its declaration, its documentation. */
import { SymbolFlags } from "typescript/unstable/sync";
import type { Checker, Symbol as TypeScriptSymbol } from "typescript/unstable/sync";
import type { SymbolFacts } from "./types.ts";

export function factsOf(checker: Checker, found: TypeScriptSymbol): SymbolFacts {
  const symbol = found.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(found) : found;
  return {
    signature: signatureOf(checker, symbol, found.name),
    documentation: symbol.getDocumentationComment(checker),
    tags: symbol.getJsDocTags(checker).map(({ name, text }) => ({ name, text: typeof text === "string" ? text : "" })),
  };
}

function signatureOf(checker: Checker, symbol: TypeScriptSymbol, name: string): string {
  if (symbol.flags & SymbolFlags.Class) return `class ${name}`;
  if (symbol.flags & SymbolFlags.Interface) return `interface ${name}`;
  if (symbol.flags & SymbolFlags.TypeAlias)
    return `type ${name} = ${checker.typeToString(checker.getDeclaredTypeOfSymbol(symbol))}`;
  if (symbol.flags & SymbolFlags.Enum) return `enum ${name}`;
  if (symbol.flags & SymbolFlags.Module) return `namespace ${name}`;
  const type = checker.getTypeOfSymbol(symbol);
  const text = type ? checker.typeToString(type) : "unknown";
  if (symbol.flags & SymbolFlags.Function) return `function ${name}: ${text}`;
  if (symbol.flags & SymbolFlags.Method) return `(method) ${name}: ${text}`;
  if (symbol.flags & SymbolFlags.Property) return `(property) ${name}: ${text}`;
  return `const ${name}: ${text}`;
}
