/** The declarations that TensorFlow.js ships, as a program of a TypeScript whose parser and checker a script can ask. */
import { globSync } from "node:fs";
import path from "node:path";
// version 7 has no such interface to its older syntax tree; tslab brings this one
import ts from "@tslab/typescript-for-tslab";

export { ts };

export interface Source {
  checker: ts.TypeChecker;
  /** What `import * as tf` has. */
  exports: ts.Symbol[];
  /** What each other package that is a part of it has, by its name. */
  parts: Map<string, ts.Symbol[]>;
  files: readonly ts.SourceFile[];
  /** What a name stands for behind its imports and exports. */
  resolve(symbol: ts.Symbol): ts.Symbol;
}

/** Read the declarations of the packages in `folder`, `node_modules/@tensorflow`: the whole one and its parts. */
export function readSource(folder: string, { whole, parts }: { whole: string; parts: readonly string[] }): Source {
  const mainOf = (name: string): string => path.join(folder, name, "dist", "index.d.ts");
  // not all of them are imported: some are declared again where they are given away
  const operations = globSync("tfjs-core/dist/ops/**/*.d.ts", { cwd: folder, exclude: ["**/*_test.d.ts"] });
  const roots = [...[whole, ...parts].map(mainOf), ...operations.toSorted().map((file) => path.join(folder, file))];
  const program = ts.createProgram(roots, {
    lib: ["lib.es2023.d.ts", "lib.dom.d.ts"],
    types: [],
    moduleResolution: ts.ModuleResolutionKind.NodeJs,
    target: ts.ScriptTarget.ES2022,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const exportsOf = (name: string): ts.Symbol[] => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(mainOf(name))!);
    if (!module) throw new Error(`${name}: expected a module, got none`);
    return checker.getExportsOfModule(module);
  };
  return {
    checker,
    exports: exportsOf(whole),
    parts: new Map(parts.map((name) => [name, exportsOf(name)])),
    files: program.getSourceFiles().filter(isTensorFlow),
    resolve: (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol),
  };
}

export function isTensorFlow(file: ts.SourceFile): boolean {
  return file.fileName.includes("/node_modules/@tensorflow/");
}

/** Whether it is declared by a statement of one of TensorFlow.js's files, so that it has to be declared again. */
export function isTopLevel(symbol: ts.Symbol): boolean {
  const [declaration] = symbol.declarations ?? [];
  if (!declaration || !isTensorFlow(declaration.getSourceFile())) return false;
  if (ts.isSourceFile(declaration)) return true;
  const statement = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration;
  return ts.isSourceFile(statement.parent);
}

export function isModule(symbol: ts.Symbol): boolean {
  return symbol.declarations?.some(ts.isSourceFile) ?? false;
}
