/** What type stripping cannot erase (enums, namespaces, parameter properties, decorators), compiled, with its positions. */
import { SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";
import { transformSync } from "esbuild";
import { lineColumnOf, offsetOf } from "./edits.ts";
import type { Declaration } from "./syntax.ts";

export interface Lowered {
  text: string;
  /** Where an offset into `text` was in the statement's own text. */
  origin: (offset: number) => number;
}

/**
 * Compile one statement, on as few lines as its strings allow. `merges`: an earlier statement of this cell declared
 * the name, as for a class and its namespace. `global`: the name is a property of the global object.
 */
export function lower(
  source: string,
  declaration: Declaration | undefined,
  { merges, global }: { merges: boolean; global: boolean },
): Lowered {
  const { code, map } = transformSync(source, {
    loader: "ts",
    format: "esm",
    // decorators are the one feature of this target that V8 does not have
    target: "es2024",
    minifyWhitespace: true,
    charset: "utf8",
    sourcemap: "external",
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  const compiled = code.trim();
  const [before, body, after] = framed(compiled, declaration, { merges, global });
  const cut = compiled.length - body.length;
  const sources = new SourceMap(JSON.parse(map) as SourceMapPayload);
  return {
    text: before + body + after,
    origin(offset) {
      const { line, column } = lineColumnOf(compiled, offset - before.length + cut);
      const entry = sources.findEntry(line - 1, column - 1);
      if (!("originalLine" in entry)) return 0;
      return offsetOf(source, { line: entry.originalLine + 1, column: entry.originalColumn + 1 });
    },
  };
}

/** The compiled text without its own declaration of the name, between what declares it as the session needs. */
function framed(
  compiled: string,
  declaration: Declaration | undefined,
  { merges, global }: { merges: boolean; global: boolean },
): [before: string, body: string, after: string] {
  const name = declaration?.names[0];
  if (declaration?.kind === "enum" || declaration?.kind === "namespace") {
    const start = merges ? "" : global ? `${name}=undefined;` : `let ${name};`;
    return [start, compiled.replace(/^var [^;(=]+;/u, "").replace(/^var /, ""), ""];
  }
  // the helpers of lowered decorators stay out of the student's scope
  if (declaration?.kind === "class" && name && compiled.includes("__decorateElement"))
    return [`${global ? "" : "let "}${name}=(()=>{`, compiled, `;return ${name}})();`];
  return ["", compiled, ""];
}
