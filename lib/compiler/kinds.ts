/** What a completion is, in the words that JupyterLab has icons and colours for. */
import { closing } from "./symbols.ts";
import { CompletionItemKind, SymbolFlags } from "./typescript.ts";
import type { TypeScriptSymbol } from "./typescript.ts";

const kinds: Partial<Record<CompletionItemKind, string>> = {
  [CompletionItemKind.Method]: "function",
  [CompletionItemKind.Function]: "function",
  [CompletionItemKind.Constructor]: "class",
  [CompletionItemKind.Field]: "property",
  [CompletionItemKind.Property]: "property",
  [CompletionItemKind.Variable]: "instance",
  [CompletionItemKind.Class]: "class",
  [CompletionItemKind.Interface]: "interface",
  [CompletionItemKind.Module]: "module",
  [CompletionItemKind.Enum]: "enum",
  [CompletionItemKind.EnumMember]: "property",
  [CompletionItemKind.Keyword]: "keyword",
  [CompletionItemKind.Constant]: "value",
  [CompletionItemKind.Value]: "value",
  [CompletionItemKind.File]: "path",
  [CompletionItemKind.Folder]: "path",
  [CompletionItemKind.TypeParameter]: "type",
};

export function kindOfEntry(kind: CompletionItemKind | undefined): string {
  return (kind !== undefined && kinds[kind]) || "text";
}

/** What an imported name stands for. */
export function kindOfSymbol({ flags }: TypeScriptSymbol): string {
  if (flags & SymbolFlags.Function) return "function";
  if (flags & SymbolFlags.Class) return "class";
  if (flags & SymbolFlags.Enum) return "enum";
  if (flags & SymbolFlags.Variable) return "instance";
  if (flags & SymbolFlags.Module) return "module";
  if (flags & SymbolFlags.Interface) return "interface";
  return flags & SymbolFlags.TypeAlias ? "type" : "instance";
}

/** The kind of a name, better known by its type: a variable may hold a function, a class or a module. */
export function kindOfType(kind: string, type: string): string {
  if (kind !== "instance" && kind !== "property") return kind;
  if (type.startsWith("typeof import(")) return "module";
  if (/^(?:abstract )?new |^\{ (?:abstract )?new |^typeof |Constructor$/.test(type)) return "class";
  if (isFunctionType(type)) return "function";
  return kind;
}

/** `(a: number) => string`, `<T>(a: T) => T`, `{ (a: number): string; … }`. */
function isFunctionType(type: string): boolean {
  if (/^\{ [(<]/.test(type)) return true;
  const open = type.startsWith("<") ? closing(type, 0) + 1 : 0;
  return type[open] === "(" && type.startsWith(" => ", closing(type, open) + 1);
}
