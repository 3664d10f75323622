/** What type stripping cannot erase (enums, namespaces, parameter properties, decorators), compiled, with its positions. */
import { createRequire, SourceMap } from "node:module";
import type { SourceMapPayload } from "node:module";
import type * as Esbuild from "esbuild";
import { sampled } from "./positions.ts";
import type { Positions } from "./positions.ts";
import type { Declaration } from "./syntax.ts";

export interface Lowered {
  text: string;
  /** Where the parts of `text` were in the statement's own text. */
  positions: Positions;
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
  // loaded when it is needed: most notebooks never do
  const { transformSync } = createRequire(import.meta.url)("esbuild") as typeof Esbuild;
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
  const text = before + body + after;
  const sourceOf = sourceOffsets(source, { compiled, map });
  return { text, positions: sampled(text.length, (offset) => sourceOf(offset - before.length + cut)) };
}

/** Where an offset into `compiled` was in `source`, as esbuild's source map says. */
function sourceOffsets(
  source: string,
  { compiled, map }: { compiled: string; map: string },
): (offset: number) => number {
  const sources = new SourceMap(JSON.parse(map) as SourceMapPayload);
  const sourceLines = lineStarts(source);
  const compiledLines = lineStarts(compiled);
  return (offset) => {
    const line = Math.max(
      0,
      compiledLines.findLastIndex((start) => start <= offset),
    );
    const entry = sources.findEntry(line, Math.max(0, offset - compiledLines[line]!));
    return "originalLine" in entry ? sourceLines[entry.originalLine]! + entry.originalColumn : 0;
  };
}

function lineStarts(text: string): number[] {
  return [0, ...[...text.matchAll(/\n/g)].map(({ index }) => index + 1)];
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
