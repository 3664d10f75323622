/**
 * Compares two modules' declarations name by name, as an older TypeScript understands them: what is exported, as value
 * and as type, in namespaces too; signatures; and each member of a class, interface or enum with its type and modifiers.
 */
import { ts } from "../../scripts/tfjs-types/source.ts";

export interface Comparison {
  /** How many names and members were compared. */
  compared: number;
  /** One for each difference. */
  differences: string[];
  /** The names that have a value, and those that have a type, of the second module. */
  values: string[];
  types: string[];
  /** The names of the members of a class of the second module. */
  membersOf(name: string): string[];
}

const format =
  ts.TypeFormatFlags.NoTruncation |
  ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope |
  ts.TypeFormatFlags.WriteArrowStyleSignature;
const { Value, Type, ValueModule, Class, Enum, TypeAlias, Alias, Optional } = ts.SymbolFlags;
const { Readonly, Private, Protected, Abstract } = ts.ModifierFlags;
const modifiers = Readonly | Private | Protected | Abstract;

/** What may differ: hidden names' numbers, variance that is written out, the order in a union, and a path. */
function plain(text: string): string {
  return text
    .replace(/\b(\w+)_\d+\b/gu, "$1")
    .replace(/\bout (?=\w+ extends)/gu, "")
    .replace(/typeof import\(".*\/(\w+)"\)/gu, "typeof $1")
    .replace(/\b(?:tf|serialization|data)\.(?=[A-Z])/gu, "")
    .replace(/[\w<>.[\]]+(?: \| [\w<>.[\]]+)+/gu, (union) => union.split(" | ").toSorted().join(" | "));
}

const modifiersOf = ({ declarations = [] }: ts.Symbol): string =>
  declarations.map((each) => ts.getCombinedModifierFlags(each) & modifiers).join();

const parametersOf = ({ declarations = [] }: ts.Symbol): string =>
  (declarations.find((each) => !ts.isModuleDeclaration(each)) as ts.ClassDeclaration).typeParameters
    ?.map((each) => each.getText())
    .join() ?? "";

export function compareModules(first: string, second: string): Comparison {
  const program = ts.createProgram([first, second], {
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
    types: [],
    moduleResolution: ts.ModuleResolutionKind.NodeJs,
    target: ts.ScriptTarget.ES2022,
    noEmit: true,
    strict: true,
  });
  const checker = program.getTypeChecker();
  const moduleOf = (file: string): ts.Symbol => checker.getSymbolAtLocation(program.getSourceFile(file)!)!;
  const resolve = (symbol: ts.Symbol): ts.Symbol => (symbol.flags & Alias ? checker.getAliasedSymbol(symbol) : symbol);
  const differences: string[] = [];
  const seen = new Set<ts.Symbol>();
  let compared = 0;

  function same(where: string, a: string | number | boolean, b: string | number | boolean): void {
    const [was, is] = [a, b].map((each) => plain(String(each)));
    if (was !== is) differences.push(`${where}: was ${was}, is ${is}`);
  }

  /** Pairs of what has one name; what only one side has is a difference. */
  function pairs(where: string, a: ts.Symbol[], b: ts.Symbol[]): [string, ts.Symbol, ts.Symbol][] {
    const [as, bs] = [a, b].map((list) => new Map(list.map((each) => [each.name, each])));
    return [...new Set([...as!.keys(), ...bs!.keys()])].flatMap((name) => {
      compared++;
      same(`${where}.${name}`, as!.has(name), bs!.has(name));
      return as!.has(name) && bs!.has(name) ? [[`${where}.${name}`, as!.get(name)!, bs!.get(name)!]] : [];
    });
  }

  const text = (type: ts.Type, more = 0): string => checker.typeToString(type, undefined, format | more);
  const constructorsOf = (type: ts.Type): string =>
    checker
      .getSignaturesOfType(type, ts.SignatureKind.Construct)
      .map((each) => checker.signatureToString(each, undefined, format))
      .join();
  function compareMembers(where: string, a: ts.Type, b: ts.Type): void {
    for (const [name, x, y] of pairs(where, checker.getPropertiesOfType(a), checker.getPropertiesOfType(b))) {
      same(name, text(checker.getTypeOfSymbol(x)), text(checker.getTypeOfSymbol(y)));
      same(`${name}, modifiers`, modifiersOf(x), modifiersOf(y));
      same(`${name}, optional`, x.flags & Optional, y.flags & Optional);
    }
  }

  function compareValues(where: string, a: ts.Symbol, b: ts.Symbol): void {
    const [x, y] = [checker.getTypeOfSymbol(a), checker.getTypeOfSymbol(b)];
    if (!(a.flags & (Class | Enum))) return same(where, text(x), text(y));
    compareMembers(`${where}, static`, x, y);
    same(`new ${where}`, constructorsOf(x), constructorsOf(y));
  }

  function compareTypes(where: string, a: ts.Symbol, b: ts.Symbol): void {
    const [x, y] = [checker.getDeclaredTypeOfSymbol(a), checker.getDeclaredTypeOfSymbol(b)];
    same(where, text(x, ts.TypeFormatFlags.InTypeAlias), text(y, ts.TypeFormatFlags.InTypeAlias));
    same(`${where}, parameters`, parametersOf(a), parametersOf(b));
    if (!(a.flags & TypeAlias)) compareMembers(where, x, y);
  }

  function compareSymbols(where: string, from: ts.Symbol, to: ts.Symbol): void {
    const [a, b] = [resolve(from), resolve(to)];
    if (seen.has(a)) return;
    seen.add(a);
    same(`${where}, value`, Boolean(a.flags & Value), Boolean(b.flags & Value));
    same(`${where}, type`, Boolean(a.flags & Type), Boolean(b.flags & Type));
    if (a.flags & ValueModule && !(a.flags & Class)) return compareExports(where, a, b);
    if (a.flags & Value) compareValues(where, a, b);
    if (a.flags & Type) compareTypes(where, a, b);
  }

  function compareExports(where: string, a: ts.Symbol, b: ts.Symbol): void {
    for (const [name, x, y] of pairs(where, checker.getExportsOfModule(a), checker.getExportsOfModule(b)))
      compareSymbols(name, x, y);
  }

  compareExports("tf", moduleOf(first), moduleOf(second));
  const exports = checker.getExportsOfModule(moduleOf(second)).map(resolve);
  const named = (flag: ts.SymbolFlags): string[] => exports.filter(({ flags }) => flags & flag).map(({ name }) => name);
  return {
    compared,
    differences,
    values: named(Value),
    types: named(Type),
    membersOf(name) {
      const symbol = exports.find((each) => each.name === name)!;
      return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).map((each) => each.name);
    },
  };
}
