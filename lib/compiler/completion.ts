/** What may stand at the cursor. */
import type { CellFile } from "./cell-file.ts";
import { freeNames, keywordsAt, literalsAt } from "./completion-names.ts";
import { replacedRange } from "./completion-range.ts";
import { kindOfEntry, kindOfSymbol, kindOfType } from "./kinds.ts";
import type { CompletionList, CompletionMatch } from "./types.ts";
import { CompletionItemKind, SymbolFlags } from "./typescript.ts";
import type { CompletionEntry, SourceFile, TypeScriptSymbol } from "./typescript.ts";
import { cursorIn, wordAt } from "./words.ts";

/** So many matches carry their types; asking for one takes 0.05 ms. */
const typedMatches = 24;

interface Place {
  code: string;
  cursor: number;
  source: SourceFile;
  /** Where the cell starts in the cell file. */
  offset: number;
}

/** A match before its type is known, with the name that it is found by. */
interface Candidate extends CompletionMatch {
  name: string;
  symbol?: TypeScriptSymbol | undefined;
  /** Where it is declared in the cell file. */
  position?: number;
}

export function createCompletion(cellFile: CellFile): (code: string, cursor: number) => CompletionList {
  const { program } = cellFile;
  let globals: { values: Candidate[]; types: Candidate[] } | undefined;

  /** TypeScript's own list. Undefined where any name could stand: for those, 7.0 wants an index that nobody can give it. */
  function ask(position: number): readonly CompletionEntry[] | undefined {
    const { project, cellFile: file } = program.current();
    try {
      return project.checker.getCompletionsAtPosition(file, position, { includeSymbol: true })?.entries ?? [];
    } catch (error) {
      if (error instanceof Error && error.message.includes("needs auto imports")) return undefined;
      throw error;
    }
  }

  function listed(entries: readonly CompletionEntry[], { code, cursor, source, offset }: Place): CompletionList {
    const { start, end, typed, textOf } = replacedRange(code, cursor, { source, offset, entries });
    const candidates = entries
      .toSorted((a, b) => order(a.sortText ?? "", b.sortText ?? "") || order(a.name, b.name))
      .flatMap((entry): Candidate[] => {
        const text = textOf(entry);
        return text === undefined
          ? []
          : [{ name: entry.name, text, kind: kindOfEntry(entry.kind), symbol: entry.symbol }];
      });
    return { start, end, matches: withTypes(continuing(candidates, typed)) };
  }

  /** Any name: those in scope here, those of earlier cells, those of the world, and keywords. */
  function anyName(place: Place): CompletionList {
    const { code, cursor } = place;
    const { start, end } = wordAt(code, cursor);
    const word = code.slice(start, cursor);
    // a name that is yet to be written has no place in the syntax tree
    const whole = word === "" ? `${code.slice(0, cursor)}$${code.slice(cursor)}` : code;
    const { source, offset } = word === "" ? cellFile.loadWithAll(whole) : place;
    const { project, cellFile: file } = program.current();
    const position = offset + start;
    const earlier = new Map(cellFile.scope.names().map(({ name, kind }) => [name, kind]));
    const near = freeNames(source, { position, offset, earlier });
    const found: Candidate[] = [
      ...(word === "" ? literalsAt(project.checker, { source, position }) : []),
      ...near.names,
      ...(near.inType ? globals!.types : globals!.values),
      ...(word === "" ? [] : keywordsAt(near)),
    ].map((each) => ({ ...each, name: each.text }));
    const unique = [...Map.groupBy(found, ({ text }) => text).values()].map(([nearest]) => nearest!);
    const matching = continuing(unique, word);
    const asked = matching.filter(({ position: at }) => at !== undefined).slice(0, typedMatches);
    const symbols = project.checker.getSymbolAtPosition(
      file,
      asked.map(({ position: at }) => at!),
    );
    asked.forEach((each, i) => (each.symbol = symbols[i]));
    return { start, end, matches: withTypes(matching) };
  }

  /** The first candidates' types, and the kinds that are known from these. */
  function withTypes(candidates: Candidate[], limit = typedMatches): CompletionMatch[] {
    const { checker } = program.current().project;
    const asked = candidates.filter(({ symbol, kind }) => symbol && !untyped.has(kind)).slice(0, limit);
    const symbols = asked.map(({ symbol, kind }) =>
      kind === "import" && symbol!.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol!) : symbol!,
    );
    const types = symbols.length > 0 ? checker.getTypeOfSymbol(symbols) : [];
    asked.forEach((each, i) => {
      if (each.kind === "import") each.kind = kindOfSymbol(symbols[i]!);
      const type = types[i];
      if (!type || untyped.has(each.kind)) return;
      each.signature = checker.typeToString(type);
      each.kind = kindOfType(each.kind, each.signature);
    });
    return candidates.map(({ text, kind, signature }) => {
      const known = kind === "import" ? "instance" : kind;
      return signature === undefined ? { text, kind: known } : { text, kind: known, signature };
    });
  }

  /** The world's names, read once. */
  function readGlobals(): { values: Candidate[]; types: Candidate[] } {
    const read = (text: string): Candidate[] => {
      const { offset } = cellFile.load(text);
      const entries = (ask(offset + text.length) ?? []).toSorted((a, b) => order(a.name, b.name));
      const candidates = entries.map(({ name, kind, symbol }): Candidate => {
        const isAlias = kind === CompletionItemKind.Class && (symbol?.flags ?? 0) & SymbolFlags.TypeAlias;
        return { name, text: name, kind: isAlias ? "type" : kindOfEntry(kind), symbol };
      });
      return withTypes(candidates, Infinity).map((each) => ({ ...each, name: each.text }));
    };
    return { values: read("globalThis."), types: read("type $ = globalThis.") };
  }

  return (code, position) => {
    const cursor = cursorIn(code, position);
    program.loadNodeTypes();
    const { offset, source } = cellFile.loadWithAll(code);
    const place = { code, cursor, source, offset };
    const entries = ask(offset + cursor);
    if (!entries) {
      if (globals) return anyName(place);
      globals = readGlobals();
      return anyName({ code, cursor, ...cellFile.loadWithAll(code) });
    }
    return entries.length === 0 ? { start: cursor, end: cursor, matches: [] } : listed(entries, place);
  };
}

/** Kinds whose type says nothing. */
const untyped = new Set(["keyword", "interface", "type", "path"]);

/** The names that continue `word`; in another case only where nothing continues it as it is. */
function continuing<T extends { name: string }>(names: T[], word: string): T[] {
  const exact = names.filter(({ name }) => name.startsWith(word));
  if (exact.length > 0) return exact;
  const typed = word.toLowerCase();
  return names.filter(({ name }) => name.toLowerCase().startsWith(typed));
}

function order(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x !== y) return x < y ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}
