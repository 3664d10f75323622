/**
 * A checked cell as JavaScript for V8's REPL mode, with every line, and nearly every column, where it was written.
 *
 * REPL mode gives cells one scope in which `let` may be declared again, closures see later assignments, and `await`
 * stands at the top. It does not give: imports (they become calls of the session's import function), redeclaring a
 * name with another kind of declaration (`const` after `let`; so all become `let`, since the checker guards `const`),
 * a function after a variable of the same name (it becomes an assignment), and disposal of `using`.
 */
import { stripTypeScriptTypes } from "node:module";
import { applyEdits, blank, editsWithin, positionsOf } from "./edits.ts";
import type { Edit } from "./edits.ts";
import { lower } from "./lower.ts";
import { shifted, sourceOffset } from "./positions.ts";
import type { Positions } from "./positions.ts";
import { runtimeNames } from "./runtime-names.ts";
import type { CellSyntax, Declaration, ImportStatement, InnerVar, Span } from "./syntax.ts";

/** Where V8 holds a name of the REPL scope: it cannot move from one to the other. */
type Place = "lexical" | "global";

/** Where each name of the session lives. Lives as long as the session process. */
export type Places = Map<string, Place>;

interface Context {
  places: Places;
  /** The name of the session's function that does as `import()` does. */
  importer: string;
}

export interface JavaScript {
  text: string;
  /** Where the parts of `text` were in the cell. */
  positions: Positions;
}

/** Turn the cell into JavaScript and note in `places` what it declares. */
export function toJavaScript(code: string, syntax: CellSyntax, { places, importer }: Context): JavaScript {
  const plain: Edit[] = [
    ...syntax.imports.map((statement) => importEdit(code, statement, { places, importer })),
    ...syntax.exports.map((span) => blankEdit(code, span)),
    ...syntax.defaults.flatMap(({ whole, expression }) => [
      { start: whole.start, end: expression.start, text: ";(".padEnd(expression.start - whole.start) },
      { start: expression.end, end: expression.end, text: ")" },
    ]),
    ...syntax.dynamicImports.map((span) => ({ ...span, text: importer })),
    ...syntax.importMetas.map((span) => ({ ...span, text: runtimeNames.meta })),
    ...syntax.declarations.flatMap((declaration) => declarationEdits(code, declaration, places)),
    ...syntax.innerVars.flatMap((inner) => innerVarEdits(code, inner, places)),
  ];
  for (const name of syntax.hoistedVars) if (!places.has(name)) places.set(name, "global");

  const declaredHere = new Set<string>();
  const edits: Edit[] = [];
  const moved: (Edit & { before?: string })[] = [];
  for (const statement of syntax.statements) {
    const declaration = syntax.declarations.find(({ start }) => start === statement.start);
    const within = editsWithin(plain, statement);
    const needsLowering = syntax.unerasable.some((span) => span.start >= statement.start && span.end <= statement.end);
    const name = declaration?.names[0] ?? "";
    const context = { merges: declaredHere.has(name), global: places.get(name) === "global" };
    const lowered = needsLowering && loweredEdit(code, { statement, declaration, within, context });
    if (declaration && isMoved(declaration, places)) {
      moved.push(lowered || movedFunction(code, { statement, within, name: declaration.name! }));
      moved.at(-1)!.before = `let ${name} = `;
      edits.push(blankEdit(code, statement));
    } else if (lowered) edits.push(lowered);
    else edits.push(...within);
    for (const declared of declaration?.names ?? []) declaredHere.add(declared);
  }
  const front = moved.map(({ before, text }) => `${before}${text};`);
  const edited = front.join("") + applyEdits(code, edits);
  // stripping keeps every offset
  const text = syntax.hasTypes ? stripTypes(edited) : edited;
  const positions: Positions = [];
  let at = 0;
  for (const [index, { before, positions: own }] of moved.entries()) {
    positions.push({ at, from: sourceOffset(own!, 0), fixed: true }, ...shifted(own!, at + before!.length));
    at += front[index]!.length;
  }
  positions.push(...shifted(positionsOf(edits), at));
  return { text: syntax.endsInExpression ? text : `${text}\n;undefined`, positions };
}

/** A function whose name is a variable's already must be assigned; it moves to the front, since functions are hoisted. */
function isMoved({ kind, ambient, names }: Declaration, places: Places): boolean {
  return kind === "function" && !ambient && places.get(names[0] ?? "") === "lexical";
}

/** The function without its name, so that it calls the newest one of that name, as declared functions do. */
function movedFunction(
  code: string,
  { statement: { start, end }, within, name }: { statement: Span; within: Edit[]; name: Span },
): Edit {
  const edits = [...within, blankEdit(code, name)];
  return { start, end, text: applyEdits(code, edits, [start, end]), positions: positionsOf(edits, [start, end]) };
}

function loweredEdit(
  code: string,
  {
    statement: { start, end },
    declaration,
    within,
    context,
  }: {
    statement: Span;
    declaration: Declaration | undefined;
    within: Edit[];
    context: { merges: boolean; global: boolean };
  },
): Edit {
  const before = positionsOf(within, [start, end]);
  const { text, positions } = lower(applyEdits(code, within, [start, end]), declaration, context);
  const missing = lineBreaksOf(code.slice(start, end)).length - lineBreaksOf(text).length;
  return {
    start,
    end,
    text: text + "\n".repeat(Math.max(0, missing)),
    positions: positions.map((segment) => ({ ...segment, from: sourceOffset(before, segment.from) })),
  };
}

/** Node's type stripper is one WebAssembly instance a thread, and does nothing right after one text has overflowed it. */
export class StripperBroken extends Error {
  override name = "StripperBroken";
  override message = "its brackets or operators are nested too deeply";
}

/**
 * Reading the stripper takes 40 ms, which a cell without types does not wait for.
 * Node warns once that its type stripping is experimental; that is this project's choice, not the reader's concern.
 */
function stripTypes(typed: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(typed);
  } catch (error) {
    try {
      stripTypeScriptTypes("0");
    } catch {
      throw new StripperBroken();
    }
    throw error;
  } finally {
    process.emitWarning = emitWarning;
  }
}

function blankEdit(code: string, { start, end }: Span): Edit {
  return { start, end, text: blank(code.slice(start, end)) };
}

function importEdit(
  code: string,
  { start, end, specifier, names, attributes }: ImportStatement,
  { places, importer }: Context,
): Edit {
  const values = names.filter(({ typeOnly }) => !typeOnly);
  const lineBreaks = lineBreaksOf(code.slice(start, end));
  if (names.length > 0 && values.length === 0) return { start, end, text: lineBreaks };
  const options = attributes ? `, { with: ${attributes} }` : "";
  const module = `await ${importer}(${JSON.stringify(specifier)}${options})`;
  const whole = values.find(({ imported }) => imported === "*");
  const parts = values
    .filter(({ imported }) => imported !== "*")
    .map(({ local, imported }) => `${JSON.stringify(imported)}: ${local}`);
  const statements = whole ? [assign(whole.local, [whole.local], module, places)] : [];
  if (parts.length > 0)
    statements.push(
      assign(
        `{ ${parts.join(", ")} }`,
        values.filter((name) => name !== whole).map(({ local }) => local),
        whole ? whole.local : module,
        places,
      ),
    );
  if (names.length === 0) statements.push(`${module};`);
  return { start, end, text: statements.join(" ") + lineBreaks };
}

/** `let` for names that are new or lexical; with a global among them, an assignment and a `let` for the others. */
function assign(target: string, names: string[], value: string, places: Places): string {
  if (names.every((name) => places.get(name) !== "global")) {
    for (const name of names) places.set(name, "lexical");
    return `let ${target} = ${value};`;
  }
  const fresh = names.filter((name) => !places.has(name));
  for (const name of fresh) places.set(name, "lexical");
  return `${fresh.length > 0 ? `let ${fresh.join(", ")}; ` : ""};(${target} = ${value});`;
}

function declarationEdits(code: string, declaration: Declaration, places: Places): Edit[] {
  const { kind, names, start, end, ambient, modifiers, variables, keyword } = declaration;
  if (ambient) return modifiers.filter(({ text }) => text !== "declare").map((span) => blankEdit(code, span));
  const edits = modifiers.map((span) => blankEdit(code, span));
  // only a default export may lack a name; as an expression it runs, and nothing can refer to it
  if (names.length === 0 && modifiers.length > 0) {
    const [first] = edits;
    first!.text = "void".padEnd(first!.text.length);
    return [...edits, { start: end, end, text: ";" }];
  }
  const settled = (place: Place): boolean => names.every((name) => (places.get(name) ?? place) === place);
  switch (kind) {
    case "enum":
    case "namespace":
      for (const name of names) if (!places.has(name)) places.set(name, "lexical");
      return edits;
    case "function":
      if (settled("global")) for (const name of names) places.set(name, "global");
      return edits;
    case "class":
      if (settled("lexical")) for (const name of names) places.set(name, "lexical");
      else edits.push(...assignmentEdits(code, declaration));
      return edits;
    case "var":
      if (settled("global")) {
        for (const name of names) places.set(name, "global");
        return edits;
      }
      break;
    default:
      if (settled("lexical")) {
        for (const name of names) places.set(name, "lexical");
        edits.push({ ...keyword!, text: "let".padEnd(keyword!.end - keyword!.start) });
        if (kind === "using" || kind === "await using")
          edits.push(...variables.flatMap(({ initializer }) => usingEdits(initializer, kind)));
        return edits;
      }
  }
  // some of the names live elsewhere: write the declaration as assignments
  const text = variables.map(({ binding, initializer, names: own }) =>
    assign(
      code.slice(binding.start, binding.end),
      own,
      initializer ? code.slice(initializer.start, initializer.end) : "undefined",
      places,
    ),
  );
  const lineBreaks = lineBreaksOf(code.slice(start, end));
  return [{ start, end, text: text.join(" ") + (text.join("").includes("\n") ? "" : lineBreaks) }];
}

/** A `var` in a block or loop whose name is a lexical variable's is written as assignments. */
function innerVarEdits(code: string, { keyword, list, variables, inLoopHead }: InnerVar, places: Places): Edit[] {
  const names = variables.flatMap((variable) => variable.names);
  if (!names.some((name) => places.get(name) === "lexical")) return [];
  const typesOff = variables.flatMap(({ binding, initializer, whole }) => {
    const end = initializer?.start ?? whole.end;
    const text = `${initializer ? " = " : ""}${lineBreaksOf(code.slice(binding.end, end))}`;
    return end > binding.end ? [{ start: binding.end, end, text }] : [];
  });
  // `void` because neither a statement nor what stands before it can take it for something else
  if (inLoopHead) return [blankEdit(code, keyword), ...typesOff];
  return [{ ...keyword, text: "void(" }, ...typesOff, { start: list.end, end: list.end, text: ")" }];
}

/** Write a class declaration as an assignment to its name. */
function assignmentEdits(code: string, { modifiers, start, end, names }: Declaration): Edit[] {
  const at = modifiers.reduce((latest, modifier) => Math.max(latest, modifier.end), start);
  const first = code[at]!;
  if (!/^abstract\b/u.test(code.slice(at, end))) return [{ start: at, end: at + 1, text: `${names[0]} = ${first}` }];
  // there are no abstract class expressions
  return [
    { start: at, end: at + 1, text: `${names[0]} = (() => { ${first}` },
    { start: end, end, text: ` return ${names[0]}; })();` },
  ];
}

function usingEdits(initializer: Span | undefined, kind: "using" | "await using"): Edit[] {
  if (!initializer) return [];
  return [
    { start: initializer.start, end: initializer.start, text: `${runtimeNames.using}(` },
    { start: initializer.end, end: initializer.end, text: `, ${kind === "await using"})` },
  ];
}

function lineBreaksOf(text: string): string {
  return text.replace(/[^\n]/g, "");
}
